/** A recording, judged again, gives the findings that the live run gave. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeCorpus } from '../../emulations/corpus.ts';
import type { Finding } from '../../src/incident/index.ts';
import { kernelTestsSkip, PYTHON, ROOT } from '../kernel/requirement.ts';
import { scratch } from '../kernel/scratch.ts';
import { Attack } from './attack.ts';
import { cipherwatch, Live, ours } from './live.ts';

/** The last revision of each finding, by uid. */
function latest(lines: string): Map<string, Finding> {
  const findings = lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Finding);
  return new Map(findings.map((finding) => [finding.uid, finding]));
}

/** What two sensors that watch the same host must agree on. */
function essence({ analytic, actor, affected, login, sessions, severity }: Finding): unknown {
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

describe('replay', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let live: Live;
  let recording: Live;
  before(async () => {
    const room = mkdtempSync(join(root, 'live-'));
    [live, recording] = await Promise.all([Live.run(room), Live.record(room)]);
    for (const [name, order] of [
      ['first', 'in-place'],
      ['second', 'new-then-unlink'],
    ] as const) {
      const corpus = makeCorpus(join(root, name), { documents: 60 });
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

  const replayed = async (name: string) => {
    const output = join(root, name);
    const ended = await cipherwatch(['replay', recording.output, '--output', output, '--format', 'native']);
    return { ...ended, lines: readFileSync(output, 'utf8') };
  };

  test('gives the live findings, uid for uid', async () => {
    const { code, lines, stderr } = await replayed('once.ndjson');
    assert.ok(code === 0 || code === 1, stderr);
    const expected = latest(readFileSync(live.output, 'utf8'));
    const found = latest(lines);
    const mine = (findings: Map<string, Finding>) =>
      [...findings].filter(([, finding]) => ours(finding, root)).toSorted(([a], [b]) => a.localeCompare(b));
    assert.ok(mine(expected).length >= 2, `${mine(expected).length} live findings`);
    assert.deepEqual(
      mine(found).map(([uid, finding]) => [uid, essence(finding)]),
      mine(expected).map(([uid, finding]) => [uid, essence(finding)]),
    );
  });

  test('gives the same bytes every time', async () => {
    const [first, second] = [await replayed('again.ndjson'), await replayed('and-again.ndjson')];
    assert.equal(second.lines, first.lines);
    assert.ok(first.lines.length > 0);
  });
});
