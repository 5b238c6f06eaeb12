/**
 * A program that keeps the sensor's process contract and writes a made stream: a head, the records of the
 * file named by FAKE_STREAM, the snapshot's end, then a tick every 100 ms. For tests of what starts and reads sensors.
 *
 * FAKE_REFUSE: exits 3 with this line. FAKE_CRASH_MS: kills itself so long after its start, in mid-record.
 * FAKE_DEAF: ignores SIGTERM. FAKE_CONTRACT: major version that it claims. FAKE_LOG: file that its arguments are appended to.
 */
import { appendFileSync, readFileSync, writeSync } from 'node:fs';
import { encodeEvent } from '../../event/testing/encode-event.ts';
import { makeHello, makeSnapshotEnd, makeStatus } from '../../event/testing/make.ts';

const environment = process.env;
const restarts = Number(process.argv[process.argv.indexOf('--restarts') + 1] ?? 0) || 0;
let seq = 0;

function write(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') continue;
      process.exit(0);
    }
  }
}

const tick = () => encodeEvent(makeStatus({ time: Date.now(), records: seq }), seq++);

function end(): never {
  write(tick());
  process.exit(0);
}

if (environment.FAKE_LOG !== undefined) {
  appendFileSync(environment.FAKE_LOG, `${JSON.stringify({ pid: process.pid, args: process.argv.slice(2) })}\n`);
}
if (environment.FAKE_REFUSE !== undefined) {
  process.stderr.write(`a warning before\n${environment.FAKE_REFUSE}\n`);
  process.exit(3);
}

process.on('SIGTERM', () => environment.FAKE_DEAF === undefined && end());
process.on('SIGINT', end);
process.stdin.on('end', end).on('error', end).resume();

const hello = encodeEvent(makeHello({ time: Date.now(), sensorPid: process.pid, restarts }), seq++);
if (environment.FAKE_CONTRACT !== undefined) hello.writeUInt16LE(Number(environment.FAKE_CONTRACT), 40);
write(hello);
if (environment.FAKE_STREAM !== undefined && restarts === 0) {
  const stream = readFileSync(environment.FAKE_STREAM);
  for (let at = 0; at < stream.length; at += stream.readUInt32LE(at)) {
    stream.writeBigUInt64LE(BigInt(seq++), at + 8);
  }
  write(stream);
}
write(encodeEvent(makeSnapshotEnd({ time: Date.now(), processes: 1 }), seq++));
setInterval(() => write(tick()), 100);
if (environment.FAKE_CRASH_MS !== undefined) {
  setTimeout(() => {
    write(tick().subarray(0, 40));
    process.kill(process.pid, 'SIGKILL');
  }, Number(environment.FAKE_CRASH_MS));
}
