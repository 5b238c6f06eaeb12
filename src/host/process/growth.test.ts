import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EPOCH, makeProcessEnd, makeProcessFork, makeProcessStart } from '../../event/testing/make.ts';
import { Host } from '../host.ts';
import { pids } from '../testing/scene.ts';

const MILLION = 1_000_000;
const pipe = { type: 'pipe', object: 'pipe:1' } as const;

describe('tables stay within their caps', () => {
  it('over a million processes that start and end', () => {
    const host = new Host({ limits: { processes: 4_096, joints: 1_024 } });
    const start = makeProcessStart({ pid: 1, parentPid: 0, stdio: [pipe, pipe, pipe] });
    host.apply(start);
    const fork = makeProcessFork({ pid: 2, parentPid: 1 });
    const end = makeProcessEnd({ pid: 2 });
    for (let at = 0; at < MILLION; at += 1) {
      const process = `2:${at}`;
      host.apply({ ...fork, process, time: EPOCH + at });
      if (at % 50 === 0) {
        const own = { type: 'pipe', object: `pipe:${at}` } as const;
        host.apply({ ...start, process, pid: 2, parent: start.process, time: EPOCH + at, stdio: [own, own, pipe] });
      }
      host.apply({ ...end, process, time: EPOCH + at + 0.5 });
    }
    const gauges = host.gauges();
    assert.ok((gauges.processes ?? 0) <= 4_096);
    assert.ok((gauges.joints ?? 0) <= 1_024);
    assert.equal(gauges.processes_evicted_running, 0);
    assert.equal(gauges.processes_evicted_ended, MILLION + 1 - 4_096);
    assert.ok(host.process(start.process), 'what runs is kept');
    assert.equal(host.children(start.process).length, 4_095);
  });

  it('over a chain of processes that each fork the next and end', () => {
    const host = new Host({ limits: { processes: 1_000, endedFor: 10 } });
    host.apply(makeProcessStart({ pid: 1, parentPid: 0 }));
    for (let pid = 2; pid < 50_000; pid += 1) {
      host.apply(makeProcessFork({ pid, parentPid: pid - 1, time: EPOCH + pid }));
      host.apply(makeProcessEnd({ pid: pid - 1, time: EPOCH + pid + 0.1 }));
    }
    assert.ok((host.gauges().processes ?? 0) <= 1_000);
  });

  it('over processes that never end', () => {
    const host = new Host({ limits: { processes: 100 } });
    for (let pid = 1; pid <= 5_000; pid += 1) host.apply(makeProcessStart({ pid, parentPid: 0, time: EPOCH + pid }));
    assert.equal(host.gauges().processes, 100);
    assert.equal(host.gauges().processes_evicted_running, 4_900);
    assert.deepEqual(pids(host.children('1:1000000')), []);
  });
});
