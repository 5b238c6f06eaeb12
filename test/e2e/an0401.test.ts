/** AN0401, live: the short emulations, each with a peer in a network namespace, each found soon after its first payload. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { an0401 } from '../../emulations/an0401/index.ts';
import type { Effects, Emulation } from '../../emulations/emulation.ts';
import { Ground } from '../../emulations/ground.ts';
import { located } from '../../emulations/which.ts';
import type { Finding } from '../../src/incident/index.ts';
import { kernelTestsSkip } from '../kernel/requirement.ts';
import { scratch } from '../kernel/scratch.ts';
import { Live } from './live.ts';

/**
 * ms from the first payload to the finding's line in the file, of those whose bytes or joined shell give them away at once; under
 * half a second on an idle machine. What only the talk's shape gives away is told while it lasts.
 */
const LIMIT = 2000;
const AT_ONCE: ReadonlySet<string> = new Set(['an0401/fifo-shell', 'an0401/python-tls']);

function lacks({ needs }: Emulation): string | false {
  const absent = needs.filter(({ command }) => located(command) === undefined).map((need) => need.package);
  return absent.length === 0 ? false : `it needs ${absent.join(', ')}`;
}

describe('AN0401 live', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let live: Live;
  before(async () => {
    live = await Live.run(mkdtempSync(join(root, 'live-')));
  });
  after(() => live?.stop());

  for (const emulation of an0401.filter(({ short }) => short)) {
    test(emulation.id, { skip: lacks(emulation) }, async (t) => {
      const ground = new Ground(root);
      const watch = setInterval(() => live.poll(), 5);
      try {
        const effects = await emulation.run(ground);
        assert.deepEqual(effects.failures, []);
        const { finding, at } = await live.finding(emulation.id, 5000, (each) => toPeer(each, effects) !== undefined);
        const [first = 0] = effects.payloads;
        t.diagnostic(`found ${(at - first).toFixed(0)} ms after the first payload`);
        if (AT_ONCE.has(emulation.id)) assert.ok(at - first <= LIMIT, `${at - first} ms`);
        check(finding, effects);
      } finally {
        clearInterval(watch);
        ground.remove();
      }
    });
  }

  test('has nothing to say of the peers', () => {
    const blamed = live
      .poll()
      .filter(({ finding }) => finding.actor.argv.some((each) => each.endsWith('peer/main.ts')));
    assert.deepEqual(
      blamed.map(({ finding }) => finding.title),
      [],
    );
  });
});

/** The session of a finding that leads to the emulation's peer. */
function toPeer({ analytic, sessions }: Finding, { peer }: Effects): Finding['sessions'][number] | undefined {
  if (analytic.uid !== 'AN0401') return undefined;
  return sessions.find(({ remote: { address, port } }) =>
    [`${address}:${port}`, `[${address}]:${port}`].includes(peer ?? ''),
  );
}

function check(finding: Finding, effects: Effects): void {
  assert.equal(finding.analytic.technique.uid, 'T1573.001');
  assert.equal(finding.login.user, userInfo().username);
  assert.ok(finding.confidence > 0.5 && finding.confidence <= 1, `confidence ${finding.confidence}`);
  const tree = finding.tree.map(({ pid }) => pid);
  assert.ok(
    tree.includes(effects.pid) && tree.includes(process.pid),
    'the attack and the test are not in the process tree',
  );
  const holder = toPeer(finding, effects)?.process;
  assert.ok(
    finding.tree.some(({ key }) => key === holder),
    'who has the session is not in the process tree',
  );
  assert.ok(finding.legs.filter(({ state }) => state === 'seen').length >= 3, JSON.stringify(finding.legs));
}
