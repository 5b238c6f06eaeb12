import assert from 'node:assert/strict';
import { test } from 'node:test';
import { an0401Defaults, createAn0401 } from '../analytics/an0401/index.ts';
import { type An0603Settings, createAn0603 } from '../analytics/an0603/index.ts';
import type { Analytic } from '../analytics/index.ts';
import { Decoder, type Event } from '../event/index.ts';
import { encodeEvents } from '../event/testing/encode-event.ts';
import { EPOCH, makeGap } from '../event/testing/make.ts';
import { Host, noOwnership, noUserNames } from '../host/index.ts';
import { FindingBook, type Told } from '../incident/index.ts';
import { Engine, type EngineOptions, type Outlet } from './engine.ts';
import { AnalyticSet, assemble } from './index.ts';
import { documentJob } from './testing/encryption.ts';

const settings = { an0401: an0401Defaults, an0603: {} };

function list(): Outlet & { readonly told: Told[] } {
  const told: Told[] = [];
  return { name: 'list', told, take: (one) => void told.push(one) };
}

function engineOf(outlets: readonly Outlet[]): Engine {
  return assemble({ settings, ownership: noOwnership, users: noUserNames, outlets });
}

function chunks(events: readonly Event[], size: number): readonly (readonly Event[])[] {
  return Array.from({ length: Math.ceil(events.length / size) }, (_, i) => events.slice(i * size, (i + 1) * size));
}

test('finds the job that encrypts documents, in the batch that decides it, and names who, what and where', () => {
  const outlet = list();
  const engine = engineOf([outlet]);
  const events = documentJob({ files: 40, encrypts: true });
  const decided = chunks(events, 7).findIndex((batch) => {
    engine.take(batch);
    return outlet.told.length > 0;
  });
  assert.ok(decided >= 0 && decided < 20, `told in batch ${decided}`);
  const engineWhole = engineOf([outlet]);
  engineWhole.take(events);
  engineWhole.finish();
  const last = outlet.told.at(-1)?.finding;
  assert.equal(last?.analytic.uid, 'AN0603');
  assert.equal(last?.affected?.removed, 40);
  assert.equal(last?.login.auid, 1000);
  assert.ok(last?.tree.some(({ argv }) => argv.join(' ') === 'bash job.sh'));
  assert.ok(last?.affected?.files.every(({ path }) => path.startsWith('/home/alice/docs/report-')));
  assert.equal(engineWhole.findings, 1);
  assert.equal(engineWhole.counts().file_unlink, 40);
});

test('stays quiet when the same job copies the documents', () => {
  const outlet = list();
  const engine = engineOf([outlet]);
  engine.take(documentJob({ files: 40, encrypts: false }));
  engine.finish();
  assert.deepEqual(outlet.told, []);
  assert.deepEqual(engine.faults(), {});
});

test('the findings do not depend on how the stream is cut into batches, and survive encoding', () => {
  const events = documentJob({ files: 30, encrypts: true });
  const decoder = new Decoder();
  const decoded = [...decoder.push(encodeEvents(events)), ...decoder.end()];
  const results = [chunks(events, 1), chunks(events, 13), [events], chunks(decoded, 50)].map((batches) => {
    const outlet = list();
    const engine = engineOf([outlet]);
    for (const batch of batches) engine.take(batch);
    engine.finish();
    return JSON.stringify(outlet.told.map(({ finding }) => finding));
  });
  assert.ok(results[0]?.includes('AN0603'));
  assert.equal(new Set(results).size, 1);
});

test('a gap while the case grew is named in the finding', () => {
  const outlet = list();
  const engine = engineOf([outlet]);
  const events = documentJob({ files: 30, encrypts: true });
  engine.take(events.slice(0, 120));
  engine.take([makeGap({ reason: 'sensor_restarted', time: EPOCH + 18, since: EPOCH + 10 })]);
  engine.take(events.slice(120));
  engine.finish();
  assert.ok(outlet.told.at(-1)?.finding.blind.some((line) => line.includes('the sensor was interrupted')));
});

const broken = (part: string): never => {
  throw new Error(`${part} is broken`);
};

test('a failing part is counted and told of, and stops none of the others', () => {
  const real = createAn0603();
  const failing: Analytic = {
    ...createAn0401(an0401Defaults),
    meta: createAn0401(an0401Defaults).meta,
    observe: () => broken('analytic'),
    gauges: () => ({}),
    faults: () => ({ leg: 2 }),
  };
  const outlet = list();
  const told: string[] = [];
  const options: EngineOptions = {
    host: new Host(),
    analytics: [failing, real],
    book: new FindingBook({ analytics: [failing.meta, real.meta] }),
    outlets: [{ name: 'bad', take: () => broken('outlet') }, outlet],
    observers: [{ name: 'eye', observe: () => broken('observer') }],
    onFault: (part, _error, count) => count === 1 && told.push(part),
  };
  const engine = new Engine(options);
  const events = documentJob({ files: 20, encrypts: true });
  engine.take(events);
  engine.finish();
  assert.equal(outlet.told.at(-1)?.finding.affected?.total, 20);
  assert.deepEqual(told.sort(), ['AN0401', 'bad', 'eye']);
  const faults = engine.faults();
  assert.equal(faults.AN0401, events.length);
  assert.equal(faults.eye, events.length);
  assert.equal(faults.bad, outlet.told.length);
  assert.equal(faults['AN0401/leg'], 2);
});

test('settings that change while it works keep what was gathered, and judge from then on', () => {
  const defaults = { an0401: an0401Defaults, an0603: {} };
  const findings = (change: Partial<An0603Settings>): number => {
    const analytics = new AnalyticSet({ ...defaults, an0603: { minimumFiles: 1000 } });
    const answers = { ownership: noOwnership, users: noUserNames };
    const engine = assemble({ settings: analytics, ...answers, outlets: [list()] });
    const events = documentJob({ files: 12, encrypts: true });
    const last = events.findLastIndex(
      ({ kind }) => kind === 'file_unlink' || kind === 'file_rename' || kind === 'file_session',
    );
    engine.take(events.slice(0, last));
    assert.equal(engine.findings, 0);
    analytics.adjust({ ...defaults, an0603: change });
    engine.take(events.slice(last));
    engine.finish();
    return engine.findings;
  };
  assert.equal(findings({ minimumFiles: 8 }), 1, 'eleven files from before the change count');
  assert.equal(findings({ minimumFiles: 1000 }), 0);
});
