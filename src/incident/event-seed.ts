/**
 * From an event to its digest, in two steps: a seed is taken at once, on the hot path, and holds no
 * payload; the words are made only for the few that a finding tells. Pure reads go uncounted here
 * (they are still in the counts by kind).
 */
import type { Event, EventKind, Fd, PathArgument, PlaceKey, ProcessKey } from '../event/index.ts';
import type { HostView } from '../host/index.ts';
import type { EventDigest } from './event-summary.ts';

type Remote = { readonly address: string; readonly port: number };

type Subject =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'endpoint'; readonly remote: Remote }
  | { readonly type: 'entry'; readonly place: PlaceKey; readonly name: string }
  | { readonly type: 'path'; readonly argument: PathArgument; readonly to?: PathArgument };

/** Figures now, words later: making text for every event would cost more than all else here. */
type Detail =
  | string
  | { readonly type: 'argv'; readonly argv: readonly string[] }
  | {
      readonly type: 'written';
      readonly bytes: number;
      readonly overwritten: number;
      readonly created: boolean;
      readonly truncated: boolean;
    }
  | {
      readonly type: 'cipher';
      readonly interface: string;
      readonly operations: number;
      readonly keyBits: number | undefined;
    }
  | {
      readonly type: 'flow';
      readonly protocol: string;
      readonly direction: string;
      readonly tx: number;
      readonly rx: number;
    };

/** What is kept of a telling event until its process turns out to matter. */
export interface EventSeed {
  readonly time: number;
  readonly seq: number;
  readonly kind: EventKind;
  readonly process: ProcessKey;
  readonly pid: number;
  readonly subject: Subject;
  readonly detail: Detail;
}

/** Longest `detail`, in UTF-16 code units. */
const DETAIL_LIMIT = 512;

/** Undefined for events that say nothing about what a process did. */
export function seedOf(event: Event): EventSeed | undefined {
  switch (event.kind) {
    case 'process_start':
      return seed(event, { type: 'text', text: event.image.path }, { type: 'argv', argv: event.argv });
    case 'file_session':
      if (event.writeBytes === 0 && !event.truncated && !event.created && event.overwrittenBytes === 0)
        return undefined;
      return seed(
        event,
        { type: 'entry', place: event.place, name: event.name },
        {
          type: 'written',
          bytes: event.writeBytes,
          overwritten: event.overwrittenBytes,
          created: event.created,
          truncated: event.truncated,
        },
      );
    case 'file_rename':
      return seed(event, { type: 'path', argument: event.from, to: event.to }, event.exchange ? 'exchanged' : '');
    case 'file_link':
      return seed(event, { type: 'path', argument: event.from, to: event.to }, event.symbolic ? 'symbolic' : '');
    case 'file_unlink':
      return seed(event, { type: 'path', argument: event.target }, event.directory ? 'directory' : '');
    case 'file_truncate':
      return seed(event, { type: 'path', argument: event.target }, `to ${event.length} bytes`);
    case 'net_session':
      return seed(
        event,
        { type: 'endpoint', remote: event.remote },
        {
          type: 'flow',
          protocol: event.protocol,
          direction: event.direction,
          tx: event.tx.bytes,
          rx: event.rx.bytes,
        },
      );
    case 'library_map':
      return seed(event, { type: 'entry', place: event.place, name: event.name }, event.memfd ? 'memfd' : '');
    case 'crypto_use':
      return seed(
        event,
        { type: 'text', text: event.cipher },
        { type: 'cipher', interface: event.interface, operations: event.operations, keyBits: event.keyBits },
      );
    case 'stdio_change':
      return seed(event, { type: 'text', text: fdWords(event.fd) }, `descriptor ${event.slot}`);
    default:
      return undefined;
  }
}

/** Puts a seed into words with what the host knows now. */
export function tell(told: EventSeed, host: HostView): EventDigest {
  const { time, seq, kind, process, pid } = told;
  const detail = detailWords(told.detail);
  const cut = detail.length > DETAIL_LIMIT ? `${detail.slice(0, DETAIL_LIMIT - 1)}…` : detail;
  return { time, seq, kind, process, pid, subject: subjectWords(told.subject, host), detail: cut };
}

function seed(
  event: Event & { readonly process: ProcessKey; readonly pid: number },
  subject: Subject,
  detail: Detail,
): EventSeed {
  return {
    time: event.time,
    seq: event.seq,
    kind: event.kind,
    process: event.process,
    pid: event.pid,
    subject,
    detail,
  };
}

function subjectWords(subject: Subject, host: HostView): string {
  switch (subject.type) {
    case 'text':
      return subject.text;
    case 'endpoint':
      return endpoint(subject.remote);
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

function endpoint(remote: Remote): string {
  return remote.address.includes(':') ? `[${remote.address}]:${remote.port}` : `${remote.address}:${remote.port}`;
}

function fdWords(fd: Fd): string {
  return fd.remote === undefined ? `${fd.type} ${fd.object}` : `${fd.type} ${endpoint(fd.remote)}`;
}

function detailWords(detail: Detail): string {
  if (typeof detail === 'string') return detail;
  switch (detail.type) {
    case 'argv':
      return detail.argv.join(' ');
    case 'written': {
      const words = [`${detail.bytes} bytes written`];
      if (detail.overwritten > 0) words.push(`${detail.overwritten} over what was there`);
      if (detail.created) words.push('created');
      if (detail.truncated) words.push('truncated');
      return words.join(', ');
    }
    case 'cipher': {
      const key = detail.keyBits === undefined ? '' : `, ${detail.keyBits}-bit key`;
      return `${detail.interface}, ${detail.operations} operations${key}`;
    }
    case 'flow':
      return `${detail.protocol} ${detail.direction}, ${detail.tx} bytes out, ${detail.rx} in`;
  }
}
