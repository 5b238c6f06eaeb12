/** The child's side of the channel to the launcher. */
import { type EngineMessage, isLauncherMessage, type LauncherMessage } from '../../launch/index.ts';

/** The launcher decides when to end, by the end of the stream; a signal to the whole group must not come before that. */
export function ignoreSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
}

export function say(message: EngineMessage): void {
  process.send?.(message);
}

export function onLauncherMessage(listen: (message: LauncherMessage) => void): void {
  process.on('message', (message) => {
    if (isLauncherMessage(message)) listen(message);
  });
}
