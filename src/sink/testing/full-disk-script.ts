/**
 * Runs on a small disk: writes findings while it is full, then either makes room or closes. Prints
 * the faults before and after, and the file.
 */
import { readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeFinding } from '../../incident/testing/make-finding.ts';
import { fill } from '../../store/testing/fill.ts';
import { nativeFormat } from '../format.ts';
import { ndjsonSink } from '../ndjson.ts';

const [directory = '', then = ''] = process.argv.slice(2);
const path = join(directory, 'findings.ndjson');
const filler = join(directory, 'filler');
const sink = ndjsonSink({ path, format: nativeFormat });
sink.write(makeFinding({ uid: 'before' }));
await sink.flush();
fill(filler);
// One page is free: the next lines fit in part.
truncateSync(filler, statSync(filler).size - 4_096);
for (let i = 0; i < 10; i += 1) sink.write(makeFinding({ uid: `full ${i}` }));
// The largest that it ever was: what was written in part is taken back at the next attempt.
let torn = 0;
for (let i = 0; i < 400 && (i < 20 || sink.faults().errors.ENOSPC === undefined); i += 1) {
  torn = Math.max(torn, statSync(path).size);
  await pause(5);
}
const during = sink.faults();
if (then === 'room') {
  rmSync(filler);
  await sink.flush(10_000);
}
await sink.close(50);
process.stdout.write(JSON.stringify({ torn, during, after: sink.faults(), text: readFileSync(path, 'utf8') }));
