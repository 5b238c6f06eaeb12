/** What suffered, and the sessions that carried the evidence. */
import type { SuspectSession } from '../../analytics/index.ts';
import type { Finding } from '../../incident/index.ts';
import { printable } from '../../sink/index.ts';

const FILES = 5;
const SESSIONS = 5;

type Affected = NonNullable<Finding['affected']>;

/** `12 files in 3 directories: 8 overwritten, 4 removed`. */
export function affectedLine(affected: Affected): string {
  const kinds = (['overwritten', 'removed', 'replaced', 'truncated'] as const)
    .filter((kind) => affected[kind] > 0)
    .map((kind) => `${affected[kind]} ${kind}`);
  const files = `${affected.total} ${affected.total === 1 ? 'file' : 'files'}`;
  const folders = `${affected.directories} ${affected.directories === 1 ? 'directory' : 'directories'}`;
  return `${files} in ${folders}: ${kinds.join(', ')}`;
}

export function affectedLines(affected: Affected): readonly string[] {
  const files = affected.files.slice(0, FILES).map(({ how, path, before, after, counterpart }) => {
    const into = counterpart === undefined ? '' : `, now ${printable(counterpart, 120)}`;
    return `  ${how.padEnd(11)} ${printable(path, 120)} (${before} → ${after}${into})`;
  });
  const more =
    affected.total > FILES ? [`  … and ${affected.total - Math.min(FILES, affected.files.length)} more`] : [];
  const notes = affected.notes.slice(0, FILES).map((path) => `  note        ${printable(path, 120)}`);
  return [affectedLine(affected), ...files, ...more, ...notes];
}

export function sessionLines(sessions: readonly SuspectSession[]): readonly string[] {
  const lines = sessions.slice(0, SESSIONS).map((session) => {
    const name = session.serverName === undefined ? '' : ` (${printable(session.serverName, 80)})`;
    const { local, remote } = session;
    const ends = `${address(local)} → ${address(remote)}${name}`;
    return `${session.protocol} ${ends}, ${printable(session.application)}, ${session.txBytes} bytes out, ${session.rxBytes} in`;
  });
  return sessions.length > SESSIONS ? [...lines, `… and ${sessions.length - SESSIONS} more`] : lines;
}

function address(end: { readonly address: string; readonly port: number }): string {
  const host = printable(end.address);
  return host.includes(':') ? `[${host}]:${end.port}` : `${host}:${end.port}`;
}
