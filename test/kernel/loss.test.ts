/**
 * Loss: a reader that hangs never blocks the host, and what could not be kept is counted; at an ordinary
 * rate nothing is lost. The cost of watching is printed, measured in pairs.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { Event, Status } from '../../src/event/index.ts';
import { Sensor } from './harness.ts';
import { kernelTestsSkip } from './requirement.ts';
import { scratch } from './scratch.ts';
import { trigger } from './trigger.ts';

const run = promisify(execFile);
/** More records than the ring buffer and the pipe hold together. */
const STALLED_CYCLES = 60_000;

interface Churned {
  readonly cycles: number;
  readonly bytes: number;
  readonly ms: number;
}

/** Counts what is told of one file, without keeping it. */
class Count {
  readonly name: string;
  sessions = 0;
  bytes = 0;
  status: Status | undefined;

  constructor(name: string) {
    this.name = name;
  }

  take(event: Event): void {
    if (event.kind === 'status') this.status = event;
    if (event.kind !== 'file_session' || event.name !== this.name || !event.last) return;
    this.sessions += 1;
    this.bytes += event.writeBytes;
  }
}

async function churn(cycles: number, file: string): Promise<Churned> {
  const { stdout } = await run(await trigger('churn'), [String(cycles), file], { timeout: 60_000 });
  return JSON.parse(stdout) as Churned;
}

describe('loss', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  const sensors: Sensor[] = [];
  after(() => Promise.all(sensors.map((sensor) => sensor.stop())));

  test('a reader that hangs does not block the host, and every loss is counted', async () => {
    const count = new Count('stalled');
    const sensor = await Sensor.start({ watch: (event) => count.take(event) });
    sensors.push(sensor);
    sensor.stall();
    const { ms } = await churn(STALLED_CYCLES, join(root, 'stalled'));
    assert.ok(ms < 20_000, `${STALLED_CYCLES} cycles took ${ms} ms`);
    // others on this machine lose records meanwhile, too: the count is a lower bound for what was lost of ours
    sensor.listen();
    await sensor.until('the losses are told', 20_000, () => {
      const lost = count.status ? Object.values(count.status.lost).reduce((sum, n) => sum + n, 0) : 0;
      return count.sessions + lost >= STALLED_CYCLES ? true : undefined;
    });
    assert.ok((count.status?.lost.ring_full ?? 0) > 0, 'the ring buffer was meant to overflow');
    const before = count.sessions;
    await churn(100, join(root, 'stalled'));
    await sensor.until('it goes on as before', 5000, () => (count.sessions >= before + 100 ? true : undefined));
  });

  test('50,000 cycles of open, write and close: nothing is lost, and what watching costs', async (t) => {
    const cycles = 50_000;
    const ratios: number[] = [];
    for (let pair = 0; pair < 2; pair += 1) {
      const file = join(root, `pair-${pair}`);
      const bare = await churn(cycles, file);
      const count = new Count(`pair-${pair}`);
      const sensor = await Sensor.start({ watch: (event) => count.take(event) });
      sensors.push(sensor);
      const watched = await churn(cycles, file);
      await sensor
        .until('every cycle is told', 30_000, () => (count.sessions >= cycles ? true : undefined))
        .catch(() => {});
      await sensor.stop();
      assert.equal(count.sessions, cycles);
      assert.equal(count.bytes, cycles * watched.bytes);
      assert.deepEqual(count.status?.lost.ring_full, 0);
      ratios.push(watched.ms / bare.ms);
      t.diagnostic(`${bare.ms.toFixed(0)} ms without, ${watched.ms.toFixed(0)} ms with the sensor`);
    }
    t.diagnostic(`ratio ${ratios.map((ratio) => ratio.toFixed(3)).join(' and ')} (aim ≤ 1.10)`);
  });
});
