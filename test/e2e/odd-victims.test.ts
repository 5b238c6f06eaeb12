/** Victims that vanish, grow, are no files, or have no path: nothing crashes, stalls or is lost, and the next attack is found. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeCorpus } from '../../emulations/corpus.ts';
import { kernelTestsSkip, PYTHON, ROOT } from '../kernel/requirement.ts';
import { scratch } from '../kernel/scratch.ts';
import { Attack } from './attack.ts';
import { Live, ours } from './live.ts';

const ODD = `${ROOT}/test/e2e/victims/odd.py`;
const CASES = ['vanishing', 'growing', 'empty', 'terabyte', 'fifo', 'device', 'unreadable', 'deep', 'crowd', 'group'];

describe('odd victims', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  const victims = join(root, 'victims');
  let live: Live;
  before(async () => {
    execFileSync(PYTHON, [ODD, 'make', victims]);
    live = await Live.run(mkdtempSync(join(root, 'live-')));
  });
  after(() => live?.stop());

  for (const name of CASES)
    test(name, async () => {
      const attack = new Attack(PYTHON, [ODD, 'harm', victims, name]);
      assert.equal(await attack.ended(20_000), 0, attack.stderr);
      assert.equal(live.child.exitCode, null, live.stderr);
    });

  test('only originals whose plaintext is gone are told, one by one or together', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const told = live.poll().filter(({ finding }) => ours(finding, victims));
    const lost = told.flatMap(({ finding }) => finding.affected?.files.map(({ path }) => basename(path)) ?? []);
    const expected = ['vanishing', 'growing', 'terabyte', 'deep'];
    assert.deepEqual(
      lost.filter((name) => !expected.includes(name)),
      [],
    );
    for (const { finding } of told) assert.match(finding.title, new RegExp(` below ${victims};`));
    assert.ok(!existsSync(join(victims, 'vanishing')));
  });

  test('the next ordinary attack is found, and nothing was lost or failed', async () => {
    const corpus = makeCorpus(join(root, 'ordinary'), { documents: 40 });
    const attack = new Attack(PYTHON, [`${ROOT}/emulations/an0603/encrypt.py`, corpus.directory]);
    try {
      const { finding } = await live.finding('the attack', 10_000, ({ affected }) =>
        Boolean(affected?.files.some(({ path }) => path.startsWith(corpus.directory))),
      );
      assert.equal(finding.analytic.uid, 'AN0603');
    } finally {
      attack.kill();
    }
    const { code } = await live.stop();
    assert.equal(code, 0, live.stderr);
    assert.doesNotMatch(live.stderr, /fault/);
    assert.match(live.stderr, /ended: \d+ events, none lost/);
  });
});
