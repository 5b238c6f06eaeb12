/** What suffered, and the sessions that carried the evidence. */
import type { AffectedFile, SuspectSession } from '../../analytics/index.ts';
import type { Finding } from '../../incident/index.ts';
import { printable } from '../../sink/index.ts';
import { classWords } from './readable.ts';
import { cutEnd, cutMiddle, displayWidth } from './text-width.ts';
import { endpoint } from './where.ts';
import { counted, folderOf, nameOf, thousands } from './words.ts';

const FILES = 4;
const SESSIONS = 5;
const KIND_WIDTH = 12;
/** Columns of a path that are kept before what follows it is cut. */
const PATH_MIN = 28;

const FATES = ['overwritten', 'removed', 'replaced', 'truncated'] as const;

type Affected = NonNullable<Finding['affected']>;

/** `12 files in 3 directories: 8 overwritten, 4 removed`; `4 files in 1 directory: removed`. */
export function affectedLine(affected: Affected): string {
  const folders = counted(affected.directories, 'directory', 'directories');
  return `${counted(affected.total, 'file')} in ${folders}: ${fate(affected)}`;
}

/** `removed`, or `8 overwritten, 4 removed` when their fates differ. */
export function fate(affected: Affected): string {
  const kinds = FATES.filter((kind) => affected[kind] > 0);
  if (kinds.length === 1) return String(kinds[0]);
  return kinds.map((kind) => `${thousands(affected[kind])} ${kind}`).join(', ');
}

export function affectedLines(affected: Affected, width: number): readonly string[] {
  const shown = affected.files.slice(0, FILES);
  const more = affected.total - shown.length;
  const notes = affected.notes.slice(0, FILES).map((path) => row('note', printable(path), '', width));
  const unnamed = affected.notes.length - notes.length;
  return [
    affectedLine(affected),
    ...shown.map((file) => fileLine(file, width)),
    ...(more > 0 ? [`… and ${thousands(more)} more`] : []),
    ...notes,
    ...(unnamed > 0 ? [`… and ${counted(unnamed, 'more note')}`] : []),
  ];
}

function fileLine({ how, path, before, after, counterpart }: AffectedFile, width: number): string {
  const now = counterpart === undefined ? '' : printable(becameOf(path, counterpart));
  return row(how, printable(path), `${classWords(before)} → ${classWords(after)}${now}`, width);
}

function becameOf(path: string, counterpart: string): string {
  if (counterpart.startsWith(path)) return ` (+${counterpart.slice(path.length)})`;
  return `, now ${folderOf(counterpart) === folderOf(path) ? `…/${nameOf(counterpart)}` : counterpart}`;
}

function row(kind: string, path: string, after: string, width: number): string {
  const tail = after === '' ? '' : `  ${after}`;
  const room = width - KIND_WIDTH;
  const kept = Math.max(PATH_MIN, room - displayWidth(tail));
  return cutEnd(`${kind.padEnd(KIND_WIDTH)}${cutMiddle(path, Math.min(kept, room))}${tail}`, width);
}

export function sessionLines(sessions: readonly SuspectSession[]): readonly string[] {
  const lines = sessions.slice(0, SESSIONS).map((session) => {
    const { local, remote, protocol, application, serverName } = session;
    const name = serverName === undefined ? '' : ` (${printable(serverName, 80)})`;
    const spoken = application === 'unknown' ? 'no known protocol' : printable(application, 32);
    return `${protocol} ${endpoint(local)} → ${endpoint(remote)}${name}, ${spoken}, ${traffic(session)}`;
  });
  return sessions.length > SESSIONS ? [...lines, `… and ${sessions.length - SESSIONS} more`] : lines;
}

/** `3,921 bytes out, 800 in`. */
export function traffic({ txBytes, rxBytes }: Pick<SuspectSession, 'txBytes' | 'rxBytes'>): string {
  return `${counted(txBytes, 'byte')} out, ${thousands(rxBytes)} in`;
}
