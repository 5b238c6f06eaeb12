/** Writes findings to standard output and says on standard error how it went. */
import { makeFinding } from '../../incident/testing/make-finding.ts';
import { nativeFormat } from '../format.ts';
import { ndjsonSink } from '../ndjson.ts';

const [count = '1', queueLines = '10000'] = process.argv.slice(2);
const sink = ndjsonSink({ path: '-', format: nativeFormat, queueLines: Number(queueLines) });
const started = performance.now();
let slowest = 0;
for (let i = 0; i < Number(count); i += 1) {
  const before = performance.now();
  sink.write(makeFinding({ uid: `uid ${i}`, activity: i % 2 === 0 ? 'create' : 'update' }));
  slowest = Math.max(slowest, performance.now() - before);
}
await sink.close(300);
const ms = performance.now() - started;
process.stderr.write(JSON.stringify({ ...sink.faults(), ms, slowest }));
