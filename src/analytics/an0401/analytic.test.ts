/** What holds for AN0401 whatever the case: one finding per case, bounded telling, isolation, determinism, bounded state. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { EPOCH, fileOf, makeNetSession, makeProcessStart } from '../../event/testing/make.ts';
import { Host } from '../../host/index.ts';
import type { Leg } from '../score.ts';
import type { Subject } from './case/subject.ts';
import { an0401Defaults, createAn0401 } from './index.ts';
import { legs } from './legs/index.ts';
import { aes } from './testing/ciphertext.ts';
import { helloBytes } from './testing/client-hello.ts';
import { fifo, nullFd, pipe, Scene } from './testing/scene.ts';

function implant(scene: Scene): void {
  scene.start({ pid: 300, parentPid: 50, path: '/opt/vendor/agentd', argv: ['agentd'] });
  for (let i = 0; i < 100; i++) {
    scene.net({
      pid: 300,
      at: 20 + 100 * i,
      startedAt: 10,
      tx: aes(256),
      rx: aes(64, 9),
      txBytes: 256 * 4 ** Math.min(i, 12),
      rxBytes: 64,
      snapshots: i,
    });
  }
}

it('tells one case once, then updates it no faster than every two seconds of event time', () => {
  const scene = new Scene();
  implant(scene);
  assert.ok(scene.verdicts.length >= 2);
  assert.equal(new Set(scene.verdicts.map((verdict) => verdict.uid)).size, 1);
  scene.verdicts.slice(1).forEach((verdict, i) => {
    assert.ok(verdict.time - (scene.verdicts[i]?.time ?? 0) >= 2000);
  });
});

it('tells what it held back when time passes', () => {
  const scene = new Scene();
  implant(scene);
  const before = scene.verdicts.length;
  scene.start({
    pid: 301,
    parentPid: 300,
    path: '/usr/bin/bash',
    argv: ['sh', '-i'],
    stdio: [pipe(1), pipe(2), pipe(2)],
    at: 9960,
  });
  const told = scene.status(13_000);
  assert.ok(scene.verdicts.length > before);
  assert.ok(
    [...told, ...scene.verdicts].at(-1)?.legs.some((leg) => leg.leg === 'joined-shell' && leg.state === 'seen'),
  );
  assert.deepEqual(scene.status(16_000), []);
});

it('puts the same evidence into the same uid when replayed', () => {
  const first = new Scene();
  const second = new Scene();
  implant(first);
  implant(second);
  assert.deepEqual(first.verdicts, second.verdicts);
});

it('judges the same when snapshots come twice and late', () => {
  const scene = new Scene();
  implant(scene);
  const again = new Host();
  const analytic = createAn0401(an0401Defaults);
  const told = [...scene.events, ...scene.events.filter((event) => event.kind === 'net_session').reverse()].flatMap(
    (event) => {
      again.apply(event);
      return analytic.observe(event, again);
    },
  );
  assert.equal(new Set(told.map((verdict) => verdict.uid)).size, 1);
});

it('goes on without a leg that fails, and says so', () => {
  const broken: readonly Leg<Subject>[] = legs.map((leg) =>
    leg.meta.id === 'cadence'
      ? {
          meta: leg.meta,
          judge: () => {
            throw new Error('broken on purpose');
          },
        }
      : leg,
  );
  const scene = new Scene();
  implant(scene);
  const analytic = createAn0401(an0401Defaults, broken);
  const host = new Host({ ownership: { ask: () => ({ state: 'unpackaged' }) } });
  const told = scene.events.flatMap((event) => {
    host.apply(event);
    return analytic.observe(event, host);
  });
  assert.equal(told[0]?.legs.find((leg) => leg.leg === 'cadence')?.state, 'unobservable');
  assert.ok((analytic.faults().cadence ?? 0) > 0);
  assert.ok(told[0]?.blind.some((words) => words.startsWith('Regular callbacks')));
});

it('says that payload moved by splice could not be looked at', () => {
  const scene = new Scene();
  scene.start({ pid: 101, path: '/opt/a', argv: ['sh', '-i'], stdio: [fifo(7), pipe(1), pipe(1)] });
  scene.start({ pid: 102, path: '/opt/b', argv: ['b'], stdio: [pipe(1), fifo(7), nullFd] });
  scene.map(102, 'libcrypto.so.3', 3);
  scene.net({
    pid: 102,
    at: 10,
    startedAt: 5,
    txBytes: 2000,
    rxBytes: 100,
    turns: 4,
    snapshots: 1,
    more: { spliced: true },
  });
  scene.net({
    pid: 102,
    at: 1010,
    startedAt: 5,
    txBytes: 9000,
    rxBytes: 300,
    turns: 8,
    snapshots: 2,
    more: { spliced: true },
  });
  const bytes = scene.last?.legs.find((leg) => leg.leg === 'abnormal-bytes');
  assert.equal(bytes?.state, 'unobservable');
  assert.ok(scene.last?.blind.some((words) => words.includes('splice')));
});

it('names what cannot be observed on this kernel', () => {
  const scene = new Scene();
  implant(scene);
  assert.ok(scene.last?.blind.some((words) => words.startsWith('Cipher calls')));
});

it('finds the topology that comes together after the session, when a shell is started or its input replaced', () => {
  const scene = new Scene();
  scene.start({ pid: 200, path: '/usr/bin/openssl', argv: ['openssl', 's_client'], stdio: [pipe(1), fifo(7), nullFd] });
  scene.map(200, 'libssl.so.3', 4);
  scene.net({ pid: 200, at: 12, startedAt: 10, tx: helloBytes('opensslAddress') });
  assert.equal(scene.verdicts.length, 0);
  scene.start({ pid: 201, path: '/usr/bin/dash', argv: ['sh'], stdio: [nullFd, pipe(1), nullFd], at: 300 });
  assert.equal(scene.verdicts.length, 0);
  scene.stdio(201, 0, fifo(7), 400);
  assert.equal(scene.verdicts.length, 1);
});

it('keeps its tables bounded and counts what it let go', () => {
  const host = new Host({ ownership: { ask: () => ({ state: 'unpackaged' }) } });
  const analytic = createAn0401(an0401Defaults);
  const start = makeProcessStart({ pid: 7, image: { file: fileOf(7), path: '/opt/x' }, argv: ['x'] });
  host.apply(start);
  analytic.observe(start, host);
  for (let i = 0; i < 10_000; i++) {
    const event = makeNetSession({
      time: EPOCH + i,
      pid: 7,
      socket: `socket:${i}`,
      remote: { address: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, port: 9 },
    });
    host.apply(event);
    analytic.observe(event, host);
  }
  const gauges = analytic.gauges();
  const { sessions = 0, sessions_evicted: evicted = 0 } = gauges;
  assert.ok(sessions >= 4096 && sessions <= 8192, `${sessions} sessions are kept`);
  assert.equal(sessions + evicted, 10_000, 'each is kept or counted as let go');
  assert.ok((gauges.cadence_series ?? 0) <= 4096);
});
