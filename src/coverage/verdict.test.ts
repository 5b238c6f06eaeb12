import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Effects, Emulation } from '../../emulations/emulation.ts';
import { makeChannelFinding, makeFinding } from '../incident/testing/make-finding.ts';
import { concerns } from './concern.ts';
import { judged, skipped } from './verdict.ts';
import type { Told } from './watcher.ts';

const emulation: Emulation = {
  id: 'an0603/made-up',
  analytic: 'AN0603',
  row: 'a row',
  about: 'nothing',
  needs: [],
  short: false,
  paced: false,
  run: () => Promise.reject(new Error('is not run')),
};
const damage = [10, 20, 30, 40].map((after) => ({ time: 1000 + after, path: `/home/${after}` }));
const effects: Effects = { pid: 7, begun: 1000, ended: 1100, damage, payloads: [], failures: [] };
const affected = { ...makeFinding().affected, total: 2 } as ReturnType<typeof makeFinding>['affected'];
const right: Told = { finding: makeFinding({ affected, firstSeen: 1005 }), at: 1035 };
const early: Told = { finding: makeFinding({ affected, firstSeen: 400 }), at: 1035 };
const wrong: Told = { finding: makeChannelFinding(), at: 1015 };

describe('what is proved', () => {
  for (const [name, given, outcome, why] of [
    ['is found by a finding of its analytic', { told: [right] }, 'found', /^$/],
    ['is missed when nothing told of it', { told: [] }, 'missed', /^no finding told of it$/],
    ['is missed when only the other analytic told of it', { told: [wrong] }, 'missed', /only AN0401/],
    ['has failed when it did not do all, found or not', { told: [right], failures: ['half'] }, 'failed', /^half$/],
    ['has failed when it did nothing, whatever was told', { told: [right], damage: [] }, 'failed', /destroyed nothing/],
    ['has failed when evidence of another was in it', { told: [early] }, 'failed', /from 600 ms before/],
    ['is found though it was ended before its end', { told: [right], failures: ['half'], cut: true }, 'found', /^$/],
    ['is missed when it was ended before its end', { told: [], failures: ['half'], cut: true }, 'missed', /no finding/],
  ] as const) {
    test(`an attack ${name}`, () => {
      const { told, cut = false, ...rest } = { cut: false, ...given };
      const proof = judged({
        emulation,
        options: {},
        effects: { ...effects, ...rest },
        told,
        cut,
        since: 1000,
        disturbances: [],
      });
      assert.equal(proof.outcome, outcome);
      assert.match(proof.why, why);
    });
  }

  test('damage up to the finding counts, and the delay from the original that decided', () => {
    const { discovery, destroyed, pace } = judged({
      emulation,
      options: {},
      effects,
      told: [right],
      cut: false,
      since: 1000,
      disturbances: [],
    });
    assert.equal(destroyed, 4);
    assert.equal(pace, 100);
    assert.equal(discovery?.destroyed, 3);
    assert.equal(discovery?.afterBegin, 35);
    assert.equal(discovery?.afterDecisive, 15);
  });

  test('payloads up to the finding count, and the delays from the first and from the latest', () => {
    const { discovery, payloads, channel } = judged({
      emulation: { ...emulation, analytic: 'AN0401', channel: { wire: 'sealed', talk: 'beacons' } },
      options: {},
      effects: { ...effects, damage: [], payloads: [1010, 1030, 1070] },
      told: [{ finding: makeChannelFinding({ firstSeen: 1005 }), at: 1042 }],
      cut: false,
      since: 1000,
      disturbances: [],
    });
    assert.equal(payloads, 3);
    assert.equal(discovery?.payloads, 2);
    assert.equal(discovery?.afterFirstPayload, 32);
    assert.equal(discovery?.afterDecisive, 12);
    assert.deepEqual(channel, { wire: 'sealed', talk: 'beacons' });
  });

  test('what is missing is named with its package', () => {
    const { outcome, why } = skipped(emulation, {}, [{ command: 'ccrypt', package: 'ccrypt-package' }]);
    assert.equal(outcome, 'skipped');
    assert.equal(why, 'ccrypt is missing; apt-get install ccrypt-package');
  });
});

describe('a finding concerns an attack', () => {
  const file = makeFinding();
  const net = makeChannelFinding();
  const path = file.affected?.files[0]?.path ?? '';
  const folder = path.slice(0, path.lastIndexOf('/'));
  const remote = net.sessions[0]?.remote;
  const pid = file.tree.at(-1)?.pid ?? 0;
  for (const [name, finding, traces, expected] of [
    ['by a file below its directory', file, { directory: folder }, true],
    ['not by a file beside its directory', file, { directory: folder.slice(0, -1) }, false],
    ['by a process of its tree', file, { directory: '/nowhere', pid }, true],
    ['not by another process', file, { directory: '/nowhere', pid: pid + 1_000_000 }, false],
    ["by a participant's image", file, { directory: '/usr/bin' }, true],
    ["not by an ancestor's image", file, { directory: '/usr/sbin' }, false],
    ['by where a participant works', file, { directory: '/home/alice' }, true],
    ['by its peer', net, { directory: '/nowhere', peer: `${remote?.address}:${remote?.port}` }, true],
    ['not by another port of its peer', net, { directory: '/nowhere', peer: `${remote?.address}:1` }, false],
  ] as const) {
    test(name, () => assert.equal(concerns(finding, traces), expected));
  }
});
