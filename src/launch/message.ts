/** What the launcher and its engine tell each other, over the channel that node makes for a child. */
import type { SettingsText } from '../settings/index.ts';

/** From the engine. Only the first `ready` counts. */
export type EngineMessage =
  /** Outputs are open, privileges dropped: the sensor may begin. */
  | { readonly type: 'ready'; readonly sensor: string }
  /** The sensor's first events have arrived. */
  | { readonly type: 'watching' }
  /** Nobody reads the findings any more: end in good order. */
  | { readonly type: 'stop' };

/** From the launcher. */
export type LauncherMessage =
  /** A line for people; the engine owns the terminal. */
  | { readonly type: 'notice'; readonly text: string }
  /** SIGHUP: the settings files as they are now, or why they could not be read. */
  | { readonly type: 'settings'; readonly texts: readonly SettingsText[] };

function kindOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;
}

export function isEngineMessage(message: unknown): message is EngineMessage {
  const kind = kindOf(message);
  if (kind === 'ready') return typeof (message as { sensor?: unknown }).sensor === 'string';
  return kind === 'watching' || kind === 'stop';
}

export function isLauncherMessage(message: unknown): message is LauncherMessage {
  const kind = kindOf(message);
  return kind === 'notice' || kind === 'settings';
}
