import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Event } from '../event/index.ts';
import {
  EPOCH,
  keyOf,
  makeFileSession,
  makeFileUnlink,
  makeGap,
  makeHello,
  makeNetSession,
  makeProcessStart,
  makeStatus,
  placeOf,
} from '../event/testing/make.ts';
import { FindingBook, type Told } from './finding-book.ts';
import { makeVerdict, metas } from './testing/make-verdict.ts';
import { Scene, sceneProcess } from './testing/scene.ts';

const scene = new Scene(sceneProcess(1, undefined), sceneProcess(50, 1), sceneProcess(100, 50));
scene.place(placeOf(2), '/srv/data');

function bookAfterHello(): FindingBook {
  const book = new FindingBook({ analytics: metas });
  book.take(makeHello({ time: EPOCH - 10_000 }), [], scene);
  return book;
}

const tick = (time: number): Event => makeStatus({ time });
const use = (time: number): Event => makeFileSession({ time });

test('the first verdict is told at once and in full', () => {
  const book = bookAfterHello();
  const [told] = book.take(tick(EPOCH), [makeVerdict()], scene);
  assert.ok(told);
  const { finding } = told;
  assert.equal(finding.activity, 'create');
  assert.equal(finding.revision, 1);
  assert.equal(finding.analytic.name, 'Mass encryption of files');
  assert.equal(finding.host.name, 'testhost');
  assert.equal(finding.createdAt, EPOCH);
  assert.equal(finding.actor.pid, 100);
  assert.equal(finding.login.loginUser, 'alice');
  assert.deepEqual(
    finding.tree.map(({ pid, depth }) => [pid, depth]),
    [
      [1, 0],
      [50, 1],
      [100, 2],
    ],
  );
});

test('updates are at most one per half second of event time, and the last is told by the tick', () => {
  const book = bookAfterHello();
  const told: Told[] = [];
  for (let ms = 0; ms <= 900; ms += 10) {
    const verdict = makeVerdict({ time: EPOCH + ms, title: `after ${ms} ms` });
    told.push(...book.take(makeFileSession({ time: EPOCH + ms }), [verdict], scene));
  }
  told.push(...book.take(tick(EPOCH + 1_000), [], scene));
  assert.deepEqual(
    told.map(({ finding }) => [finding.revision, finding.activity, finding.title]),
    [
      [1, 'create', 'after 0 ms'],
      [2, 'update', 'after 500 ms'],
      [3, 'update', 'after 900 ms'],
    ],
  );
  assert.deepEqual(book.take(tick(EPOCH + 5_000), [], scene), []);
});

test('what waits is told by the next tick, also when the last update was just before', () => {
  const book = bookAfterHello();
  book.take(use(EPOCH), [makeVerdict()], scene);
  assert.deepEqual(book.take(use(EPOCH + 100), [makeVerdict({ title: 'grown' })], scene), []);
  const [told] = book.take(tick(EPOCH + 420), [], scene);
  assert.equal(told?.finding.title, 'grown');
});

test('whatever waits is told at the end', () => {
  const book = bookAfterHello();
  book.take(use(EPOCH), [makeVerdict()], scene);
  assert.deepEqual(book.take(use(EPOCH + 1), [makeVerdict({ title: 'last' })], scene), []);
  const [told, ...more] = book.finish(scene);
  assert.equal(told?.finding.title, 'last');
  assert.equal(told?.finding.revision, 2);
  assert.deepEqual(more, []);
  assert.deepEqual(book.finish(scene), []);
});

test('for any sequence of verdicts: revisions are consecutive, half a second apart but for a tick, which leaves nothing waiting', () => {
  const step = fc.record({
    after: fc.integer({ min: 0, max: 700 }),
    ticks: fc.boolean(),
    uid: fc.option(fc.constantFrom('a', 'b', 'c')),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const book = bookAfterHello();
      const tellings = new Map<string, { time: number; revision: number; title: string }>();
      const titles = new Map<string, string>();
      let time = EPOCH;
      const check = (told: readonly Told[], atOnce: boolean) => {
        for (const { finding, summary } of told) {
          const before = tellings.get(finding.uid);
          assert.equal(finding.revision, (before?.revision ?? 0) + 1);
          assert.equal(summary.revision, finding.revision);
          assert.ok(atOnce || before === undefined || time - before.time >= 500);
          tellings.set(finding.uid, { time, revision: finding.revision, title: finding.title });
        }
      };
      const lastTitles = () => new Map([...tellings].map(([uid, { title }]) => [uid, title]));
      for (const [index, { after, uid, ticks }] of steps.entries()) {
        time += after;
        const title = `step ${index}`;
        if (uid !== null) titles.set(uid, title);
        const event = ticks ? tick(time) : use(time);
        check(book.take(event, uid === null ? [] : [makeVerdict({ uid, time, title })], scene), ticks);
        if (ticks) assert.deepEqual(lastTitles(), titles);
      }
      check(book.finish(scene), true);
      assert.deepEqual(lastTitles(), titles);
    }),
  );
});

test('events of the participants are counted, those before the verdict too', () => {
  const book = bookAfterHello();
  book.take(makeProcessStart({ pid: 100, argv: ['openssl', 'enc'], time: EPOCH - 100 }), [], scene);
  book.take(makeFileSession({ pid: 100, name: 'read only', readBytes: 10, time: EPOCH - 90 }), [], scene);
  book.take(makeFileSession({ pid: 100, name: 'a.enc', writeBytes: 10, created: true, time: EPOCH - 80 }), [], scene);
  book.take(makeFileSession({ pid: 777, name: 'other', writeBytes: 10, time: EPOCH - 70 }), [], scene);
  const [first] = book.take(makeFileUnlink({ pid: 100, time: EPOCH }), [makeVerdict()], scene);
  assert.deepEqual(first?.finding.events, { file_session: 2, file_unlink: 1, process_start: 1 });
  assert.deepEqual(
    first?.summary.digests.map(({ kind, subject, detail }) => [kind, subject, detail]),
    [
      ['process_start', '/usr/bin/true', 'openssl enc'],
      ['file_session', '/srv/data/a.enc', '10 bytes written, created'],
      ['file_unlink', '/srv/data/gone', ''],
    ],
  );

  book.take(makeNetSession({ pid: 100, time: EPOCH + 10, tx: { bytes: 5 } }), [], scene);
  const [second] = book.take(tick(EPOCH + 600), [makeVerdict({ participants: [keyOf(100), keyOf(777)] })], scene);
  assert.deepEqual(second?.finding.events, { file_session: 3, file_unlink: 1, net_session: 1, process_start: 1 });
  assert.equal(second?.summary.digests.at(-1)?.subject, '198.51.100.20:443');
  assert.equal(second?.summary.digests.at(-1)?.detail, 'tcp out, 5 bytes out, 0 in');
});

test('a summary stays bounded and says what it left out', () => {
  const book = bookAfterHello();
  book.take(use(EPOCH), [makeVerdict()], scene);
  book.take(makeProcessStart({ pid: 100 }), [makeVerdict()], scene);
  for (let i = 0; i < 1_000; i += 1) {
    book.take(
      makeFileUnlink({ pid: 100, seq: i, target: { base: placeOf(2), path: `${i}` }, time: EPOCH + i / 10 }),
      [],
      scene,
    );
  }
  const [told] = book.finish(scene);
  assert.equal(told?.summary.digests.length, 100);
  assert.equal(told?.summary.omitted, 901);
  assert.equal(told?.summary.counts.file_unlink, 1_000);
  assert.equal(told?.summary.digests.at(-1)?.subject, '/srv/data/999');
});

test('a loss or a gap in the time of the case is named, and leads to an update', () => {
  const book = bookAfterHello();
  book.take(makeStatus({ time: EPOCH - 150 }), [], scene);
  book.take(tick(EPOCH - 150), [makeVerdict({ time: EPOCH + 10 })], scene);
  book.take(makeGap({ time: EPOCH + 20, since: EPOCH + 5, reason: 'sensor_restarted' }), [], scene);
  const [told] = book.take(makeStatus({ time: EPOCH + 700, lost: { ring_full: 4 } }), [], scene);
  assert.equal(told?.finding.revision, 2);
  assert.deepEqual(told?.finding.blind, [
    'recovery_inhibited: services cannot be observed here',
    'the sensor was interrupted and started again, between 2026-01-01T00:00:00.005Z and 2026-01-01T00:00:00.020Z',
    '4 records were lost since the ring buffer was full, between 2025-12-31T23:59:59.850Z and 2026-01-01T00:00:00.700Z',
  ]);
});

test('stays quiet when a loss falls outside of the case', () => {
  const book = bookAfterHello();
  book.take(makeStatus({ time: EPOCH - 5_000, lost: { ring_full: 4 } }), [], scene);
  const [told] = book.take(tick(EPOCH), [makeVerdict()], scene);
  assert.equal(told?.finding.blind.length, 1);
  book.take(makeStatus({ time: EPOCH + 1_000, lost: { ring_full: 4 } }), [], scene);
  assert.deepEqual(book.take(makeStatus({ time: EPOCH + 3_000, lost: { ring_full: 9 } }), [], scene), []);
});

test('people and processes are still told after the host has forgotten them', () => {
  const own = new Scene(sceneProcess(1, undefined), sceneProcess(50, 1), sceneProcess(100, 50));
  const book = new FindingBook({ analytics: metas });
  book.take(tick(EPOCH), [makeVerdict()], own);
  own.forget(100);
  own.forget(50);
  own.loginOf = { ...own.loginOf, loginUser: 'somebody else' };
  const [told] = book.take(tick(EPOCH + 1_000), [makeVerdict()], own);
  assert.deepEqual(
    told?.finding.tree.map(({ pid }) => pid),
    [1, 50, 100],
  );
  assert.equal(told?.finding.login.loginUser, 'alice');
});

test('cases are bounded, and a case that was closed goes on counting its revisions', () => {
  const book = bookAfterHello();
  book.take(use(EPOCH), [makeVerdict({ uid: 'early' })], scene);
  book.take(use(EPOCH), [makeVerdict({ uid: 'early', title: 'waiting' })], scene);
  const told: Told[] = [];
  for (let i = 0; i < 600; i += 1) told.push(...book.take(use(EPOCH), [makeVerdict({ uid: `u${i}` })], scene));
  assert.equal(book.gauges().cases, 512);
  assert.equal(told.find(({ finding }) => finding.uid === 'early')?.finding.title, 'waiting');
  const [again] = book.take(use(EPOCH + 10), [makeVerdict({ uid: 'early' })], scene);
  assert.equal(again?.finding.revision, 3);
  assert.equal(again?.finding.activity, 'update');
  assert.equal(again?.finding.createdAt, EPOCH);
});

test('an event that comes late does not turn time back', () => {
  const book = bookAfterHello();
  book.take(use(EPOCH), [makeVerdict()], scene);
  assert.deepEqual(book.take(use(EPOCH - 100_000), [makeVerdict({ title: 'late' })], scene), []);
  const [told] = book.take(use(EPOCH + 500), [], scene);
  assert.equal(told?.finding.title, 'late');
});
