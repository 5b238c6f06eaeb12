/** What a file trigger says it did, and the comparison with the file sessions that were seen of it. */
import assert from 'node:assert/strict';
import type { FileMethod, FileSession, Sample } from '../../src/event/index.ts';
import { shown } from './place.ts';

export interface Operation {
  readonly write: number;
  readonly offset: number;
  readonly len: number;
  /** First 4,096 bytes in hex; empty when they never passed through the program. */
  readonly head: string;
}

/** One use of one open file, as reported by `triggers/ledger.h`. Flags are 0 or 1. */
export interface Use {
  readonly name: string;
  readonly dev: number;
  readonly ino: string;
  readonly dirIno: string;
  readonly mode: number;
  readonly links: number;
  readonly owner: number;
  readonly created: number;
  readonly truncated: number;
  readonly direct: number;
  readonly inherited: number;
  readonly unlinked: number;
  readonly sizeBefore: number;
  readonly sizeAfter: number;
  readonly readBytes: number;
  readonly writeBytes: number;
  readonly overwrittenBytes: number;
  readonly readRange: readonly [number, number];
  readonly writeRange: readonly [number, number];
  readonly reads: number;
  readonly writes: number;
  readonly readSeeks: number;
  readonly writeSeeks: number;
  readonly methods: string;
  readonly operations: readonly Operation[];
}

export interface Report {
  readonly pid: number;
  readonly uses: readonly Use[];
}

const COUNTERS = ['readBytes', 'writeBytes', 'overwrittenBytes', 'reads', 'writes', 'readSeeks', 'writeSeeks'] as const;

function span(ranges: readonly (readonly [number, number])[]): [number, number] {
  const used = ranges.filter(([from, to]) => to > from);
  if (used.length === 0) return [0, 0];
  return [Math.min(...used.map(([from]) => from)), Math.max(...used.map(([, to]) => to))];
}

/**
 * Compares one use with the finished sessions of its file in its process. More than one session (a duplicated
 * descriptor that lives on) must come to the same sums, with the sizes of the first and of the last.
 */
export function compareUse(use: Use, sessions: readonly FileSession[], place: string): void {
  const first = sessions[0];
  const last = sessions.at(-1);
  assert.ok(first && last, 'no session was told');
  assert.equal(last.last, true, 'the last record ends the session');
  const sum = Object.fromEntries(
    COUNTERS.map((counter) => [counter, sessions.reduce((total, session) => total + session[counter], 0)]),
  );
  assert.deepEqual(
    {
      name: last.name,
      place: last.place,
      mode: first.mode,
      links: last.links,
      owner: first.owner,
      created: first.created,
      truncated: sessions.some((session) => session.truncated),
      direct: first.direct,
      inherited: first.inherited,
      unlinked: last.unlinked,
      executable: first.executable,
      idle: false,
      sizeBefore: first.sizeBefore,
      sizeAfter: last.sizeAfter,
      methods: [...new Set(sessions.flatMap((session) => session.methods))].sort(),
      readRange: span(sessions.map((session) => session.readRange)),
      writeRange: span(sessions.map((session) => session.writeRange)),
      ...sum,
    },
    {
      name: shown(use.name) === '' ? last.name : shown(use.name),
      place,
      mode: use.mode,
      links: use.links,
      owner: use.owner,
      created: use.created === 1,
      truncated: use.truncated === 1,
      direct: use.direct === 1,
      inherited: use.inherited === 1,
      unlinked: use.unlinked === 1,
      executable: (use.mode & 0o111) !== 0,
      idle: false,
      sizeBefore: use.sizeBefore,
      sizeAfter: use.sizeAfter,
      methods: (shown(use.methods).split(',') as FileMethod[]).sort(),
      readRange: use.readRange,
      writeRange: use.writeRange,
      ...Object.fromEntries(COUNTERS.map((counter) => [counter, use[counter]])),
    },
  );
  compareSamples(
    use,
    sessions.flatMap((session) => session.samples),
  );
}

/** Samples out of the page cache come from no operation; test/kernel/events/page-cache.test.ts compares them with the file. */
function fromPageCache({ operation }: Sample): boolean {
  return operation === 0;
}

function compareSamples(use: Use, all: readonly Sample[]): void {
  const samples = all.filter((sample) => !fromPageCache(sample));
  for (const sample of samples) assert.ok(sampleIsTrue(sample, use.operations), describe(sample));
  for (const kind of ['read', 'write'] as const) {
    const begun = use.operations.find((operation) => (operation.write === 1) === (kind === 'write'));
    if (!begun || begun.head === '') continue;
    const found = all.find((sample) => sample.kind === kind && sample.offset === begun.offset);
    assert.ok(found, `the first ${kind} is not among the samples`);
    if (!fromPageCache(found)) assert.equal(found.operation, begun.len);
    else
      assert.ok(
        Buffer.from(found.bytes)
          .toString('hex')
          .startsWith(begun.head.slice(0, found.bytes.length * 2)),
      );
  }
}

function describe({ kind, offset, bytes, operation }: Sample): string {
  return `no ${kind} at ${offset} of ${operation} moved ${Buffer.from(bytes).toString('hex')}`;
}

/** Its bytes are those of one operation, or of small ones that followed one another in the file; or the file's spot lies within one. */
function sampleIsTrue(sample: Sample, operations: readonly Operation[]): boolean {
  const ofKind = operations.filter((operation) => (operation.write === 1) === (sample.kind === 'write'));
  return ofKind.some(
    (operation, i) =>
      (operation.offset === sample.offset && follows(sample.bytes, ofKind.slice(i))) || isWithin(sample, operation),
  );
}

function isWithin({ offset, bytes, operation }: Sample, { offset: from, len, head }: Operation): boolean {
  const ahead = offset - from;
  const expected = Buffer.from(head, 'hex').subarray(ahead, ahead + bytes.length);
  return ahead > 0 && operation === len - ahead && expected.equals(bytes) && bytes.length === Math.min(512, operation);
}

function follows(bytes: Uint8Array, operations: readonly Operation[]): boolean {
  let at = 0;
  let offset = operations[0]?.offset;
  for (const operation of operations) {
    if (at === bytes.length) break;
    if (operation.offset !== offset) continue;
    const head = Buffer.from(operation.head, 'hex');
    const part = bytes.subarray(at, at + head.length);
    if (!head.subarray(0, part.length).equals(part)) return false;
    at += part.length;
    offset += operation.len;
  }
  return bytes.length > 0 && at === bytes.length;
}
