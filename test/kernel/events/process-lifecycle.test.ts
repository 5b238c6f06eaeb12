/** process_fork and process_end: who came from whom, and how each ended. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ProcessEnd, ProcessFork, ProcessStart } from '../../../src/event/index.ts';
import { type Run, Sensor } from '../harness.ts';
import { kernelTestsSkip } from '../requirement.ts';
import { trigger } from '../trigger.ts';

interface Waited {
  readonly pid: number;
  readonly child: number;
  readonly status: number;
}

const forks = (run: Run) => run.events.filter((event): event is ProcessFork => event.kind === 'process_fork');
const ends = (run: Run) => run.events.filter((event): event is ProcessEnd => event.kind === 'process_end');
const starts = (run: Run) => run.events.filter((event): event is ProcessStart => event.kind === 'process_start');

describe('process_fork and process_end', { skip: kernelTestsSkip() }, () => {
  let sensor: Sensor;
  before(async () => {
    sensor = await Sensor.start();
  });
  after(() => sensor?.stop());

  const run = async (scenario: string) => sensor.run(await trigger('lifecycle'), [scenario]);

  test('each child has its parent, and ends with what wait(2) says', async () => {
    const seen = await run('exit_codes');
    const reported = seen.report<Waited>();
    assert.equal(reported.length, 5);
    for (const { pid, child, status } of reported) {
      const fork = forks(seen).find((event) => event.pid === child);
      const end = ends(seen).find((event) => event.pid === child);
      assert.equal(fork?.parentPid, pid);
      assert.equal(fork?.parent, starts(seen)[0]?.process);
      assert.equal(end?.process, fork?.process);
      assert.equal((end?.exitCode ?? -1) & 0xff7f, status & 0xff7f);
    }
  });

  test('a child that is made by vfork or posix_spawn', async () => {
    const seen = await run('vforked');
    const [{ child } = { child: 0 }] = seen.report<Waited>();
    assert.equal(
      forks(seen).some((event) => event.pid === child),
      true,
    );
    assert.deepEqual(starts(seen).find((event) => event.pid === child)?.argv, ['true']);
  });

  test('an orphan keeps the parent that made it', async () => {
    const seen = await run('orphaned');
    const [middle, grandchild] = forks(seen).slice(1);
    assert.equal(grandchild?.parent, middle?.process);
    assert.deepEqual(
      ends(seen)
        .map((event) => event.pid)
        .toSorted((a, b) => a - b),
      forks(seen)
        .map((event) => event.pid)
        .toSorted((a, b) => a - b),
    );
  });

  test('stays quiet when threads come and go', async () => {
    const seen = await run('threads');
    assert.equal(forks(seen).length, 1);
    assert.equal(ends(seen).length, 1);
  });

  test('an execve by another thread keeps the identity', async () => {
    const seen = await run('exec_by_thread');
    assert.deepEqual(
      starts(seen).map((event) => event.argv[0]?.split('/').at(-1)),
      ['lifecycle', 'sleep'],
    );
    assert.equal(starts(seen)[1]?.process, starts(seen)[0]?.process);
    assert.deepEqual(
      ends(seen).map((event) => event.process),
      [starts(seen)[0]?.process],
    );
  });

  test('a process whose leader left ends with its last thread', async () => {
    const seen = await run('leader_leaves');
    assert.deepEqual(
      ends(seen).map((event) => [event.process, event.exitCode]),
      [[starts(seen)[0]?.process, 5 << 8]],
    );
  });

  test('comes in order: fork, start, end, with times that do not run backwards', async () => {
    const seen = await run('vforked');
    const [{ child } = { child: 0 }] = seen.report<Waited>();
    const kinds = seen.events
      .filter((event) => 'pid' in event && event.pid === child)
      .map((event) => event.kind)
      .filter((kind) => kind.startsWith('process'));
    assert.deepEqual(kinds, ['process_fork', 'process_start', 'process_end']);
    const now = Date.now();
    for (const event of seen.events) assert.ok(Math.abs(now - event.time) < 30_000, `${event.kind} at ${event.time}`);
  });
});
