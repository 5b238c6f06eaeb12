/**
 * The short form of what must be caught: every row's emulation is found by its analytic, one program watching them all.
 * The whole, also ablated and over seeds, is in the bench.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { emulations } from '../../emulations/catalogue.ts';
import { ProvingGround } from '../../src/coverage/index.ts';
import { kernelTestsSkip, ROOT } from '../kernel/requirement.ts';

describe('is found', { skip: kernelTestsSkip() }, () => {
  let ground: ProvingGround;
  before(async () => {
    const program = ['--disable-warning=ExperimentalWarning', `${ROOT}/src/cli/main.ts`];
    ground = await ProvingGround.open({ program, shared: true });
  });
  after(() => ground?.close());

  for (const emulation of emulations.filter(({ short }) => short)) {
    test(`${emulation.id}: ${emulation.about}`, async (t) => {
      // What an attack on files does in full is checked where it stands; here its finding ends it.
      const proof = await ground.prove(emulation, { untilFound: emulation.analytic === 'AN0603' });
      const { outcome, why, discovery, besides, disturbances } = proof;
      if (outcome === 'skipped') return t.skip(why);
      assert.equal(outcome, 'found', [why, ...besides, ...disturbances].join('; '));
      assert.ok(discovery);
      const { afterBegin, destroyed, payloads, confidence } = discovery;
      t.diagnostic(
        `${afterBegin.toFixed(0)} ms, ${destroyed} originals, ${payloads} payloads, confidence ${confidence.toFixed(3)}`,
      );
    });
  }
});
