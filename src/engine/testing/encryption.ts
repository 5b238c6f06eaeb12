/**
 * A made stream in which a job encrypts documents with openssl and removes them: what the engine must find. And
 * one in which the same job only copies them: what it must not. Deterministic.
 */
import type { Event } from '../../event/index.ts';
import {
  EPOCH,
  fileOf,
  keyOf,
  makeDirectory,
  makeFileSession,
  makeFileUnlink,
  makeHello,
  makeProcessEnd,
  makeProcessStart,
  makeSample,
  makeSnapshotEnd,
  makeStatus,
  placeOf,
} from '../../event/testing/make.ts';

const TEXT = new TextEncoder()
  .encode('The minutes of the meeting were read and approved. '.repeat(12))
  .subarray(0, 512);
const SIZE = 4096;
const PLACE = placeOf(50);
const SHELL = 400;

/** Bytes that look like what a cipher gives, from a xorshift generator. */
function noise(seed: number): Uint8Array {
  let state = (seed * 2654435761 + 1) >>> 0;
  const bytes = new Uint8Array(512);
  for (let i = 0; i < bytes.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state >>> 9;
  }
  bytes.set(new TextEncoder().encode('Salted__'));
  return bytes;
}

interface Job {
  readonly files: number;
  readonly encrypts: boolean;
}

/** Times ascend by 1 ms per file from `EPOCH`; `seq` is consecutive. */
export function documentJob({ files, encrypts }: Job): readonly Event[] {
  const events: Event[] = [
    makeHello(),
    makeDirectory({ place: PLACE, path: '/home/alice/docs' }),
    makeProcessStart({
      pid: SHELL,
      how: 'snapshot',
      argv: ['bash', 'job.sh'],
      comm: 'bash',
      uid: 1000,
      auid: 1000,
      session: 7,
    }),
    makeSnapshotEnd({ processes: 1 }),
    ...Array.from({ length: files }, (_, index) => oneFile(index, encrypts)).flat(),
  ];
  const last = EPOCH + files + 1000;
  return [...events, makeStatus({ time: last }), makeStatus({ time: last + 1000 })].map((event, seq) => ({
    ...event,
    seq,
  }));
}

function oneFile(index: number, encrypts: boolean): readonly Event[] {
  const pid = 1000 + index * 2;
  const time = EPOCH + index + 1;
  const name = `report-${index}.txt`;
  const target = encrypts ? `${name}.enc` : `${name}.copy`;
  const command = encrypts ? ['openssl', 'enc', '-aes-256-cbc', '-in', name, '-out', target] : ['cp', name, target];
  const written = encrypts ? noise(index) : TEXT;
  const common = { pid, time, place: PLACE, sizeBefore: SIZE };
  const started = makeProcessStart({
    pid,
    parentPid: SHELL,
    time,
    argv: command,
    comm: command[0] ?? '',
    uid: 1000,
    cwd: '/home/alice/docs',
  });
  const read = makeFileSession({
    ...common,
    file: fileOf(5000 + index),
    name,
    methods: ['read'],
    readBytes: SIZE,
    readRange: [0, SIZE],
    reads: 1,
    samples: [makeSample({ bytes: TEXT, operation: SIZE })],
  });
  const wrote = makeFileSession({
    ...common,
    file: fileOf(90_000 + index),
    name: target,
    created: true,
    methods: ['write'],
    sizeBefore: 0,
    sizeAfter: SIZE,
    writeBytes: SIZE,
    writeRange: [0, SIZE],
    writes: 1,
    samples: [makeSample({ kind: 'write', bytes: written, operation: SIZE })],
  });
  const end = makeProcessEnd({ pid, time });
  const remover = makeProcessStart({
    pid: pid + 1,
    parentPid: SHELL,
    time,
    argv: ['rm', name],
    comm: 'rm',
    uid: 1000,
    cwd: '/home/alice/docs',
  });
  const removed = makeFileUnlink({ pid: pid + 1, time, target: { base: PLACE, path: name } });
  return encrypts
    ? [started, read, wrote, end, remover, removed, makeProcessEnd({ pid: pid + 1, time })]
    : [started, read, wrote, end];
}

/** The key of the shell that runs the job. */
export const jobShell = keyOf(SHELL);
