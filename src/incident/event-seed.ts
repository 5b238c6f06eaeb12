/**
 * From an event to its digest, in two steps: a seed is taken at once, on the hot path, and holds no
 * payload; the words are made only for the few that a finding tells. Pure reads go uncounted here
 * (they are still in the counts by kind).
 */
import type { Event, EventKind, Fd, PathArgument, PlaceKey, ProcessKey } from '../event/index.ts';
import type { HostView } from '../host/index.ts';
import type { EventDigest } from './event-summary.ts';

type Subject =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'entry'; readonly place: PlaceKey; readonly name: string }
  | { readonly type: 'path'; readonly argument: PathArgument; readonly to?: PathArgument };

/** What is kept of a telling event until its process turns out to matter. */
export interface EventSeed {
  readonly time: number;
  readonly seq: number;
  readonly kind: EventKind;
  readonly process: ProcessKey;
  readonly pid: number;
  readonly subject: Subject;
  readonly detail: string;
}

/** Longest `detail`, in UTF-16 code units. */
export const DETAIL_LIMIT = 512;

/** Undefined for events that say nothing about what a process did. */
export function seedOf(event: Event): EventSeed | undefined {
  switch (event.kind) {
    case 'process_start':
      return seed(event, { type: 'text', text: event.image.path }, event.argv.join(' '));
    case 'file_session':
      if (event.writeBytes === 0 && !event.truncated && !event.created && event.overwrittenBytes === 0)
        return undefined;
      return seed(event, { type: 'entry', place: event.place, name: event.name }, sessionWords(event));
    case 'file_rename':
      return seed(event, { type: 'path', argument: event.from, to: event.to }, event.exchange ? 'exchanged' : '');
    case 'file_link':
      return seed(event, { type: 'path', argument: event.from, to: event.to }, event.symbolic ? 'symbolic' : '');
    case 'file_unlink':
      return seed(event, { type: 'path', argument: event.target }, event.directory ? 'directory' : '');
    case 'file_truncate':
      return seed(event, { type: 'path', argument: event.target }, `to ${event.length} bytes`);
    case 'net_session':
      return seed(event, { type: 'text', text: endpoint(event.remote) }, netWords(event));
    case 'library_map':
      return seed(event, { type: 'entry', place: event.place, name: event.name }, event.memfd ? 'memfd' : '');
    case 'stdio_change':
      return seed(event, { type: 'text', text: fdWords(event.fd) }, `descriptor ${event.slot}`);
    default:
      return undefined;
  }
}

/** Puts a seed into words with what the host knows now. */
export function tell(told: EventSeed, host: HostView): EventDigest {
  const { time, seq, kind, process, pid, detail } = told;
  return { time, seq, kind, process, pid, subject: subjectWords(told.subject, host), detail };
}

function seed(
  event: Event & { readonly process: ProcessKey; readonly pid: number },
  subject: Subject,
  detail: string,
): EventSeed {
  const cut = detail.length > DETAIL_LIMIT ? `${detail.slice(0, DETAIL_LIMIT - 1)}…` : detail;
  return {
    time: event.time,
    seq: event.seq,
    kind: event.kind,
    process: event.process,
    pid: event.pid,
    subject,
    detail: cut,
  };
}

function subjectWords(subject: Subject, host: HostView): string {
  switch (subject.type) {
    case 'text':
      return subject.text;
    case 'entry':
      return joined(host.directory(subject.place), subject.name);
    case 'path': {
      const from = host.resolve(subject.argument) ?? subject.argument.path;
      return subject.to === undefined ? from : `${from} → ${host.resolve(subject.to) ?? subject.to.path}`;
    }
  }
}

function joined(directory: string | undefined, name: string): string {
  if (directory === undefined) return name;
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}

function endpoint(remote: { readonly address: string; readonly port: number }): string {
  return remote.address.includes(':') ? `[${remote.address}]:${remote.port}` : `${remote.address}:${remote.port}`;
}

function fdWords(fd: Fd): string {
  return fd.remote === undefined ? `${fd.type} ${fd.object}` : `${fd.type} ${endpoint(fd.remote)}`;
}

function sessionWords(event: Event & { readonly kind: 'file_session' }): string {
  const words = [`${event.writeBytes} bytes written`];
  if (event.overwrittenBytes > 0) words.push(`${event.overwrittenBytes} over what was there`);
  if (event.created) words.push('created');
  if (event.truncated) words.push('truncated');
  return words.join(', ');
}

function netWords(event: Event & { readonly kind: 'net_session' }): string {
  return `${event.protocol} ${event.direction}, ${event.tx.bytes} bytes out, ${event.rx.bytes} in`;
}
