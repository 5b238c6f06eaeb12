/**
 * A stream without end, of the shape that a busy host gives: jobs that come and go, each with processes that read, rewrite, make,
 * rename and remove files of their own, and that talk to many places. Nothing in it is an attack. Every process, file,
 * directory and far end is new, so that whatever is kept for each shows.
 */
import type { Event } from '../../src/event/index.ts';
import {
  EPOCH,
  fileOf,
  makeDirectory,
  makeFileRename,
  makeFileSession,
  makeFileUnlink,
  makeFlow,
  makeHello,
  makeNetSession,
  makeProcessEnd,
  makeProcessStart,
  makeSample,
  makeSnapshotEnd,
  makeStatus,
  placeOf,
} from '../../src/event/testing/make.ts';

const TEXT = new TextEncoder().encode(
  'It was noted in the minutes that the order had been received in full. '.repeat(8),
);
const OTHER = new TextEncoder().encode(
  'The invoice is due within thirty days of the date that is given above. '.repeat(8),
);
/** Files that one process works on. */
const FILES = 12;
/** Processes of one job. */
const PROCESSES = 8;
/** ms of event time for each file. */
const STEP = 1.5;

export function* busyHost(files: number): Generator<Event, void, undefined> {
  let seq = 0;
  let time = EPOCH;
  let told = EPOCH;
  const next = <T extends Event>(event: T): T => ({ ...event, seq: seq++, time });
  yield next(makeHello());
  yield next(makeSnapshotEnd());
  for (let n = 0; n < files; ) {
    const job = Math.floor(n / FILES / PROCESSES);
    const pid = 1000 + Math.floor(n / FILES);
    const place = placeOf(1_000_000 + job);
    const session = 1 + job;
    yield next(makeDirectory({ place, path: `/home/user-${job % 50}/project-${job}` }));
    yield next(
      makeProcessStart({
        ...{ pid, parentPid: 1, argv: ['worker', String(pid)], uid: 1000, session, auid: 1000, sid: pid },
        image: { path: `/usr/bin/tool-${job % 40}`, file: fileOf(500 + (job % 40)) },
      }),
    );
    for (let i = 0; i < FILES; i += 1, n += 1) {
      time += STEP;
      for (const event of oneFile(pid, place, n)) yield next(event);
      if (time - told < 1000) continue;
      told = time;
      yield next(makeStatus());
    }
    yield next(
      makeNetSession({
        ...{ pid, protocol: 'tcp', direction: 'out', last: true, socket: `socket:${n}`, startedAt: time - 5 },
        remote: { address: `198.18.${(job >> 8) & 255}.${job & 255}`, port: 443 },
        tx: makeFlow({ bytes: 900, messages: 3, first: TEXT.subarray(0, 200) }),
      }),
    );
    yield next(makeProcessEnd({ pid }));
  }
}

function oneFile(pid: number, place: string, n: number): readonly Event[] {
  const base = { pid, place, file: fileOf(10_000_000 + n), name: `report-${n}.txt`, sizeBefore: 4096, sizeAfter: 4096 };
  const read = makeFileSession({
    ...{ ...base, methods: ['read'], readBytes: 4096, readRange: [0, 4096], reads: 1, last: true },
    samples: [makeSample({ bytes: TEXT, operation: 4096 })],
  });
  const wrote = makeFileSession({
    ...{ ...base, methods: ['write'], writeBytes: 4096, overwrittenBytes: 4096, writeRange: [0, 4096], last: true },
    ...{ writes: 1, samples: [makeSample({ kind: 'write', bytes: OTHER, operation: 4096 })] },
  });
  const target = (name: string) => ({ base: place, path: name });
  const renamed = makeFileRename({ pid, from: target(base.name), to: target(`${base.name}.old`) });
  const removed = makeFileUnlink({ pid, target: target(n % 2 === 0 ? base.name : `${base.name}.old`) });
  if (n % 4 === 0) return [read, wrote, renamed];
  return n % 4 === 1 ? [read, removed] : [read, wrote];
}
