/** Records the real sensor's stream while a workload runs, into a file of the bench's own directory. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const SENSOR = fileURLToPath(new URL('../../build/cipherwatch-sensor', import.meta.url));
/** ms until the sensor has written its snapshot */
const START_TIMEOUT = 20_000;
/** ms in which the stream does not grow any more: attached, or drained */
const SETTLED = 600;

/** @param file is created or overwritten. @throws when the sensor cannot run here */
export async function record(file: string, workload: () => Promise<void>): Promise<void> {
  const descriptor = openSync(file, 'w');
  const sensor = spawn(SENSOR, [], { stdio: ['pipe', descriptor, 'pipe'] });
  closeSync(descriptor);
  let words = '';
  sensor.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  const ended = once(sensor, 'close');
  try {
    const until = performance.now() + START_TIMEOUT;
    while (statSync(file).size === 0) {
      if (sensor.exitCode !== null || performance.now() > until) throw new Error(`the sensor did not start: ${words}`);
      await sleep(20);
    }
    await sleep(SETTLED);
    await workload();
    await sleep(SETTLED);
  } finally {
    sensor.kill('SIGTERM');
    await ended;
  }
}
