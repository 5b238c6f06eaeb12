/** What is watched, and what is not: one line, or on a terminal one row each. */
import type { Hello, SnapshotEnd } from '../../event/index.ts';
import type { Settings } from '../../settings/index.ts';
import { printable } from '../../sink/index.ts';
import type { Look } from '../card/card.ts';
import { wrap } from '../card/text-width.ts';
import { counted } from '../card/words.ts';

/** What each attached feature lets us see. */
const SEEN: Readonly<Record<string, string>> = {
  process: 'processes',
  syscalls: 'file and network sessions, unix, raw and packet sockets, crypto libraries, AF_ALG and kTLS',
  snapshot_task: 'what ran before',
  snapshot_file: 'files and connections open before',
  snapshot_tcp: 'listening ports',
  page_cache: 'spliced content',
  mapped_writes: 'content of mapped files',
  io_uring: 'io_uring',
  cipher_calls: 'cipher calls in libraries',
  image_scan: 'ciphers built into programs',
};

/** What no feature of this version sees. */
const NEVER = ['packet rings (PACKET_MMAP)'];

export interface Watching {
  readonly hello: Hello;
  readonly snapshot: SnapshotEnd | undefined;
  readonly settings: Settings;
  readonly user: string;
  readonly outputs: readonly string[];
}

/** For logs: one line, which begins with `watching`. */
export function watchingLine(about: Watching): string {
  const { what, seen, unseen, to } = partsOf(about);
  const { settings, user } = about;
  const rest = `analytics AN0401, AN0603; ${settings.respond}; findings to ${to}; state ${printable(settings.state)}; as ${user}`;
  return [`watching ${what}`, `seen: ${seen}`, `not seen: ${unseen}`, rest].join('; ');
}

/** For a terminal: rows with a label each, the first of which is `watching`. */
export function watchingRows(about: Watching, { paint, width }: Look): string {
  const { what, seen, unseen, to } = partsOf(about);
  const { settings, user } = about;
  const rows: readonly (readonly [string, string])[] = [
    ['watching', `${what} for AN0401 and AN0603; ${settings.respond} only, as ${user}`],
    ['seen', seen],
    ['not seen', unseen],
    ['findings to', to],
  ];
  const left = Math.max(...rows.map(([label]) => label.length)) + 2;
  return rows
    .flatMap(([label, text]) => {
      const lines = wrap(text, Math.max(30, width - left));
      return lines.map((line, index) => `${paint('dim', (index === 0 ? label : '').padEnd(left))}${line}`);
    })
    .join('\n');
}

function partsOf({ hello, snapshot, outputs }: Watching) {
  const features = Object.keys(SEEN);
  const words = (attached: boolean) =>
    features.filter((name) => hello.attached.includes(name) === attached).map((name) => SEEN[name] ?? name);
  const running = snapshot === undefined ? '' : `, ${counted(snapshot.processes, 'process', 'processes')} running`;
  return {
    what: `${printable(hello.hostname, 64)} (kernel ${printable(hello.kernel, 64)}${running})`,
    seen: words(true).join(', '),
    unseen: [...words(false), ...NEVER].join(', '),
    to: outputs.map((name) => printable(name)).join(', '),
  };
}
