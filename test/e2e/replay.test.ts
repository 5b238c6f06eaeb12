/**
 * A recording, judged again, gives the findings that the live run gave. The very stream that the engine judged is
 * tapped on its way from the sensor; a recording by another sensor at the same time must agree in what matters.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeCorpus } from '../../emulations/corpus.ts';
import { Decoder } from '../../src/event/index.ts';
import type { Finding } from '../../src/incident/index.ts';
import { Recorder } from '../../src/source/index.ts';
import { kernelTestsSkip, PYTHON, ROOT, SENSOR } from '../kernel/requirement.ts';
import { scratch } from '../kernel/scratch.ts';
import { Attack } from './attack.ts';
import { cipherwatch, Live, ours } from './live.ts';

/** The last revision of each finding that is about this test's doings, by uid. */
function latest(file: string, directory: string): [uid: string, Finding][] {
  const findings = readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Finding);
  const mine = new Map(findings.filter((each) => ours(each, directory)).map((each) => [each.uid, each]));
  return [...mine].toSorted(([a], [b]) => a.localeCompare(b));
}

/** What two sensors that watch the same host must agree on. */
function essence([, { analytic, actor, affected, login, sessions, severity }]: [string, Finding]): unknown {
  return {
    analytic: analytic.uid,
    actor: [actor.key, actor.path, actor.argv],
    affected: affected && {
      total: affected.total,
      overwritten: affected.overwritten,
      removed: affected.removed,
      replaced: affected.replaced,
      truncated: affected.truncated,
      directories: affected.directories,
      paths: affected.files.map(({ path }) => path).toSorted(),
    },
    user: login.user,
    sessions: sessions.length,
    severity,
  };
}

/** Settings under which the sensor's stream is copied to a file on its way. */
function tapped(directory: string): { readonly config: string; readonly stream: string } {
  const [config, stream, sensor] = ['settings.yaml', 'stream', 'tapped-sensor'].map((name) =>
    join(directory, name),
  ) as [string, string, string];
  writeFileSync(sensor, `#!/bin/bash\nexec > >(exec tee '${stream}')\nexec '${SENSOR}' "$@"\n`, { mode: 0o755 });
  writeFileSync(config, `sensor: ${sensor}\n`);
  return { config, stream };
}

/** Makes a recording of a tapped stream. */
function recordingOf(stream: string): string {
  const file = `${stream}.cwr`;
  const bytes = readFileSync(stream);
  const recorder = new Recorder(file, { created: new Date(0).toISOString(), version: 'test' });
  recorder.take(bytes, [...new Decoder().push(bytes)]);
  recorder.close();
  return file;
}

async function replayed(recording: string, output: string): Promise<string> {
  const { code, stderr } = await cipherwatch(['replay', recording, '--output', output, '--format', 'native']);
  assert.ok(code === 0 || code === 1, stderr);
  return output;
}

describe('replay', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let live: Live;
  let recording: Live;
  let stream = '';
  before(async () => {
    const room = mkdtempSync(join(root, 'live-'));
    const tap = tapped(room);
    stream = tap.stream;
    [live, recording] = await Promise.all([Live.run(room, ['--config', tap.config]), Live.record(room)]);
    for (const order of ['in-place', 'new-then-unlink', 'rename-over']) {
      const corpus = makeCorpus(join(root, order), { documents: 60 });
      const attack = new Attack(PYTHON, [`${ROOT}/emulations/an0603/encrypt.py`, corpus.directory, '--order', order]);
      assert.equal(await attack.ended(20_000), 0, attack.stderr);
    }
    await live.finding('an attack', 10_000, (finding) => ours(finding, root));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const ends = await Promise.all([recording.stop(), live.stop()]);
    assert.deepEqual(
      ends.map(({ code }) => code),
      [0, 0],
      recording.stderr,
    );
  });
  after(() => Promise.all([live?.stop(), recording?.stop()]));

  test('gives the live findings, uid for uid and word for word', async () => {
    const expected = latest(live.output, root);
    assert.ok(expected.length >= 1, `${expected.length} live findings`);
    const found = latest(await replayed(recordingOf(stream), join(root, 'tapped.ndjson')), root);
    assert.deepEqual(found, expected);
  });

  test('of a recording by another sensor agrees in what matters', async () => {
    const expected = latest(live.output, root);
    const found = latest(await replayed(recording.output, join(root, 'recorded.ndjson')), root);
    const sorted = (findings: [string, Finding][]) =>
      findings.map(essence).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
    assert.deepEqual(sorted(found), sorted(expected));
  });

  test('gives the same bytes every time', async () => {
    const [first, second] = [join(root, 'again.ndjson'), join(root, 'and-again.ndjson')];
    for (const output of [first, second]) await replayed(recording.output, output);
    assert.ok(readFileSync(first).length > 0);
    assert.equal(readFileSync(second, 'utf8'), readFileSync(first, 'utf8'));
  });
});
