/** AN0603, live: three ways to destroy a tree of 300 documents, each found within a second. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { emulations } from '../../emulations/catalogue.ts';
import type { Effects } from '../../emulations/emulation.ts';
import { Ground } from '../../emulations/ground.ts';
import type { Finding } from '../../src/incident/index.ts';
import { kernelTestsSkip } from '../kernel/requirement.ts';
import { scratch } from '../kernel/scratch.ts';
import { Live } from './live.ts';

/** ms from the sixth destroyed original to the finding's line in the file. */
const LIMIT = 1000;
const SIXTH = 5;
const DOCUMENTS = 300;
/** After the finding, ms: for it to grow, and for the attack to be ended. */
const GROWTH = 3000;
/** An attack that is ended between the loss of an original and the telling of it: it works on one at a time. */
const IN_WORK = 1;

interface Case {
  readonly id: string;
  /** The program whose doing it is, as it is named in the tree. */
  readonly program: RegExp;
  readonly how: 'removed' | 'overwritten';
}

const CASES: readonly Case[] = [
  { id: 'an0603/openssl-enc-while', program: /openssl/, how: 'removed' },
  { id: 'an0603/gpg-symmetric-while', program: /gpg/, how: 'removed' },
  { id: 'an0603/python', program: /python/, how: 'overwritten' },
];

describe('AN0603 live', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let live: Live;
  before(async () => {
    live = await Live.run(mkdtempSync(join(root, 'live-')));
  });
  after(() => live?.stop());

  for (const { id, program, how } of CASES) {
    const emulation = emulations.find((one) => one.id === id);
    assert.ok(emulation, id);
    test(emulation.about, async (t) => {
      const stop = new AbortController();
      const ground = new Ground(root, { documents: DOCUMENTS, signal: stop.signal });
      const attack = emulation.run(ground);
      try {
        const suffers = ({ analytic, affected }: Finding) =>
          analytic.uid === 'AN0603' && affected?.files.some(({ path }) => path.startsWith(ground.directory)) === true;
        const { finding, at } = await live.finding(id, 20_000, suffers);
        const files = finding.affected?.files ?? [];
        const sixth = files[SIXTH] ?? files.at(-1);
        assert.ok(sixth);
        const alarm = setTimeout(() => stop.abort(), GROWTH);
        const effects = await attack;
        clearTimeout(alarm);
        const lost = effects.damage.filter(({ time }) => time <= at).length;
        t.diagnostic(
          `found ${(at - sixth.time).toFixed(0)} ms after destroyed original ${Math.min(files.length, SIXTH + 1)}, ` +
            `${(at - effects.begun).toFixed(0)} ms after the attack began, ${lost} of ${DOCUMENTS} lost by then`,
        );
        assert.ok(at - sixth.time <= LIMIT, `${at - sixth.time} ms`);
        await new Promise((resolve) => setTimeout(resolve, 1500));
        check(live.latest(finding.uid) ?? finding, { effects, program, how, ground: ground.directory });
      } finally {
        stop.abort();
        await attack.catch(() => undefined);
      }
    });
  }

  test('ends within 2 s of SIGTERM, with what it held written', async () => {
    const { code, ms } = await live.stop();
    assert.equal(code, 0, live.stderr);
    assert.ok(ms < 2500, `${ms} ms`);
  });
});

/** Who, from where, with what, to what. */
function check(
  finding: Finding,
  { effects, program, how, ground }: { effects: Effects; program: RegExp; how: Case['how']; ground: string },
): void {
  assert.equal(finding.analytic.technique.uid, 'T1486');
  assert.equal(finding.login.user, userInfo().username);
  assert.equal(typeof finding.login.interactive, 'boolean');
  assert.ok(finding.confidence > 0.5 && finding.confidence <= 1, `confidence ${finding.confidence}`);
  assert.ok(
    finding.tree.some(({ pid }) => pid === effects.pid),
    'the attack is not in the process tree',
  );
  assert.ok(
    finding.tree.some(({ pid, participant }) => pid === process.pid && !participant),
    'the program that started the attack is not in the process tree as an ancestor',
  );
  assert.ok(
    finding.tree.some(({ path, participant }) => participant && program.test(path)),
    `no participant is ${program}: ${finding.tree.map(({ path }) => path).join(' ')}`,
  );
  const { affected } = finding;
  assert.ok(affected);
  const destroyed = new Set(effects.damage.map(({ path }) => path));
  const untold = affected.files.filter(({ path }) => !destroyed.has(path)).map(({ path }) => path);
  const inWork = untold.filter((path) => path.startsWith(`${ground}/`));
  assert.deepEqual(untold, inWork.slice(0, IN_WORK), 'files that the attack did not destroy');
  assert.ok(
    affected.files.every((file) => file.how === how),
    affected.files.map((file) => file.how).join(' '),
  );
  assert.equal(affected[how], affected.total);
  assert.ok(affected.total >= SIXTH, `${affected.total} files`);
  assert.ok(finding.legs.some(({ state }) => state === 'seen'));
  assert.ok(finding.legs.every(({ state, reasons }) => state !== 'seen' || reasons.length > 0));
}
