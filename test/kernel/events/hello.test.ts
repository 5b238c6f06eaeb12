/** hello and status: the head of the stream, the tick, and the sensor as a process. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { arch, hostname, release } from 'node:os';
import { after, before, describe, test } from 'node:test';
import type { Status } from '../../../src/event/index.ts';
import { eventually, Sensor } from '../harness.ts';
import { kernelTestsSkip } from '../requirement.ts';
import { trigger } from '../trigger.ts';

const MACHINES: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

describe('the stream of a sensor', { skip: kernelTestsSkip() }, () => {
  let sensor: Sensor;
  before(async () => {
    sensor = await Sensor.start({ restarts: 3 });
  });
  after(() => sensor?.stop());

  test('begins with who tells it', () => {
    const { hello } = sensor;
    assert.deepEqual(
      {
        contract: hello.contract.major,
        sensorPid: hello.sensorPid,
        bootId: hello.bootId,
        hostname: hello.hostname,
        kernel: hello.kernel,
        machine: hello.machine,
        restarts: hello.restarts,
      },
      {
        contract: 1,
        sensorPid: sensor.child.pid,
        bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
        hostname: hostname(),
        kernel: release(),
        machine: MACHINES[arch()],
        restarts: 3,
      },
    );
    for (const needed of ['process', 'syscalls', 'snapshot_task']) assert.ok(hello.attached.includes(needed), needed);
    assert.ok(Math.abs(hello.time - Date.now()) < 60_000);
  });

  test('ticks about once a second, and loses nothing while little happens', async () => {
    const from = sensor.events.length;
    await new Promise((resolve) => setTimeout(resolve, 3200));
    const ticks = sensor.events.slice(from).filter((event): event is Status => event.kind === 'status');
    assert.ok(ticks.length >= 2 && ticks.length <= 10, `${ticks.length} in 3.2 s`);
    const last = ticks.at(-1);
    assert.deepEqual([last?.lost.ring_full, last?.lost.file_table_full, last?.lost.net_table_full], [0, 0, 0]);
    assert.ok((last?.records ?? 0) >= from);
  });

  test('is numbered without a gap', () => {
    assert.deepEqual(
      sensor.events.filter((event) => event.kind === 'gap'),
      [],
    );
    const breaks = sensor.events.filter((event, i) => event.seq !== i);
    assert.deepEqual(breaks.slice(0, 3), []);
  });

  test('does not tell of the sensor itself', () => {
    const own = sensor.events.filter((event) => 'pid' in event && event.pid === sensor.child.pid);
    assert.deepEqual(
      own.map((event) => event.kind),
      [],
    );
  });

  test('leaves out a process that is to be ignored, and what it starts', async () => {
    const program = await trigger('churn');
    const script = `read go; "$0" 10 /dev/shm/cw-ignored-$$; sh -c '"$0" 10 /dev/shm/cw-ignored-$$; rm /dev/shm/cw-ignored-*' "$0"`;
    const ignored = spawn('sh', ['-c', script, program], { stdio: ['pipe', 'ignore', 'inherit'] });
    const other = await Sensor.start({ ignore: [ignored.pid ?? 0] });
    try {
      const closed = once(ignored, 'close');
      ignored.stdin?.end('\n');
      const [code] = await closed;
      assert.equal(code, 0);
      const witness = await other.run(program, ['1', '/dev/null']);
      assert.ok(witness.events.length > 0);
      const told = other.events.filter(
        (event) =>
          ('pid' in event && event.pid === ignored.pid) ||
          (event.kind === 'file_session' && event.name.startsWith('cw-ignored')) ||
          (event.kind === 'process_start' && event.argv.some((argument) => argument.includes('cw-ignored'))),
      );
      assert.deepEqual(
        told.map((event) => event.kind),
        [],
      );
    } finally {
      ignored.kill('SIGKILL');
      await other.stop();
    }
  });

  test('ends within a second of SIGTERM, with its last records', async () => {
    const other = await Sensor.start();
    const run = await other.run(await trigger('churn'), ['1', '/dev/null']);
    assert.ok(run.events.length > 0);
    const { code, signal, ms } = await other.stop();
    assert.deepEqual([code, signal], [0, null], other.stderr);
    assert.ok(ms < 1500, `${ms} ms`);
  });

  for (const [what, act] of [
    ['its reader is gone', (other: Sensor) => other.child.stdout?.destroy()],
    ['its standard input ends', (other: Sensor) => other.child.stdin?.end()],
  ] as const) {
    test(`ends when ${what}`, async () => {
      const other = await Sensor.start();
      act(other);
      await eventually(
        'the sensor ends',
        4000,
        () => other.child.exitCode ?? other.child.signalCode ?? undefined,
      ).finally(() => other.child.kill('SIGKILL'));
    });
  }

  test('says what is wrong with an option that it does not know', async () => {
    const child = spawn(sensor.child.spawnfile, ['--nonsense'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let text = '';
    child.stderr.setEncoding('utf8').on('data', (more: string) => {
      text += more;
    });
    const [code] = await once(child, 'close');
    assert.notEqual(code, 0);
    assert.match(text, /nonsense/);
  });
});
