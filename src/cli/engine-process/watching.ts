/** The line that says what is watched, and what is not. */
import type { Hello, SnapshotEnd } from '../../event/index.ts';
import type { Settings } from '../../settings/index.ts';
import { printable } from '../../sink/index.ts';

/** What each attached feature lets us see. */
const SEEN: Readonly<Record<string, string>> = {
  process: 'processes',
  syscalls: 'file and network sessions, crypto libraries',
  snapshot_task: 'what ran before',
  snapshot_file: 'files open before',
  snapshot_tcp: 'connections open before',
  page_cache: 'spliced content',
  mapped_writes: 'content of mapped files',
  io_uring: 'io_uring',
};

/** What no feature of this version sees. */
const NEVER = ['cipher calls inside processes', 'raw and packet sockets'];

export interface Watching {
  readonly hello: Hello;
  readonly snapshot: SnapshotEnd | undefined;
  readonly settings: Settings;
  readonly user: string;
  readonly outputs: readonly string[];
}

export function watchingLine({ hello, snapshot, settings, user, outputs }: Watching): string {
  const seen = Object.keys(SEEN).filter((name) => hello.attached.includes(name));
  const unseen = Object.keys(SEEN).filter((name) => !hello.attached.includes(name));
  const processes = snapshot === undefined ? '' : `, ${snapshot.processes} processes running`;
  const words = (names: readonly string[]) => names.map((name) => SEEN[name]).join(', ');
  return [
    `watching ${printable(hello.hostname, 64)} (kernel ${printable(hello.kernel, 64)}${processes})`,
    `seen: ${words(seen)}`,
    `not seen: ${[...unseen.map((name) => SEEN[name]), ...NEVER].join(', ')}`,
    `analytics AN0401, AN0603; ${settings.respond}; findings to ${outputs.join(', ')}; state ${printable(settings.state)}; as ${user}`,
  ].join('; ');
}
