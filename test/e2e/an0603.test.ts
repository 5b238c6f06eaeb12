/** AN0603, live: three ways to destroy a tree of 300 documents, each found within a second. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Corpus, makeCorpus } from '../../emulations/corpus.ts';
import type { Finding } from '../../src/incident/index.ts';
import { kernelTestsSkip, PYTHON, ROOT } from '../kernel/requirement.ts';
import { scratch } from '../kernel/scratch.ts';
import { Attack } from './attack.ts';
import { Live } from './live.ts';

/** ms from the sixth destroyed original to the finding's line in the file. */
const LIMIT = 1000;
const SIXTH = 5;

interface Case {
  readonly name: string;
  readonly command: (corpus: Corpus, aside: string) => readonly [command: string, ...args: string[]];
  /** The program whose doing it is, as it is named in the tree. */
  readonly program: RegExp;
  readonly how: 'removed' | 'overwritten';
}

const CASES: readonly Case[] = [
  {
    name: 'a shell loop over openssl enc that removes the originals',
    command: ({ directory }) => ['an0603/openssl-loop.sh', directory],
    program: /openssl/,
    how: 'removed',
  },
  {
    name: 'a shell loop over gpg -c that removes the originals',
    command: ({ directory }, aside) => ['an0603/gpg-loop.sh', directory, join(aside, 'gnupg')],
    program: /gpg/,
    how: 'removed',
  },
  {
    name: 'python that overwrites in place',
    command: ({ directory }) => [PYTHON, `${ROOT}/emulations/an0603/encrypt.py`, directory],
    program: /python/,
    how: 'overwritten',
  },
];

/** Originals that are no longer what they were. */
function destroyed({ files }: Corpus, originals: ReadonlyMap<string, Buffer>): number {
  return files.filter((path) => !existsSync(path) || !originals.get(path)?.equals(readFileSync(path))).length;
}

describe('AN0603 live', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let live: Live;
  before(async () => {
    live = await Live.run(mkdtempSync(join(root, 'live-')));
  });
  after(() => live?.stop());

  for (const { name, command, program, how } of CASES) {
    test(name, async (t) => {
      const aside = mkdtempSync(join(root, 'attack-'));
      const corpus = makeCorpus(join(aside, 'documents'), { documents: 300 });
      const originals = new Map(corpus.files.map((path) => [path, readFileSync(path)]));
      const [file, ...args] = command(corpus, aside);
      const attack = new Attack(file, args);
      try {
        const suffers = (finding: Finding) =>
          finding.analytic.uid === 'AN0603' &&
          (finding.affected?.files.some(({ path }) => path.startsWith(corpus.directory)) ?? false);
        const { finding, at } = await live.finding(name, 20_000, suffers);
        const lost = destroyed(corpus, originals);
        const files = finding.affected?.files ?? [];
        const sixth = files[SIXTH] ?? files.at(-1);
        assert.ok(sixth);
        t.diagnostic(
          `found ${(at - sixth.time).toFixed(0)} ms after destroyed original ${Math.min(files.length, SIXTH + 1)}, ` +
            `${at - attack.startedAt} ms after the attack began, ${lost} of 300 lost by then`,
        );
        assert.ok(at - sixth.time <= LIMIT, `${at - sixth.time} ms`);
        await attack.ended(3000);
        const { uid } = finding;
        await new Promise((resolve) => setTimeout(resolve, 1500));
        check(live.latest(uid) ?? finding, { attack, corpus, program, how });
      } finally {
        attack.kill();
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
  { attack, corpus, program, how }: { attack: Attack; corpus: Corpus; program: RegExp; how: Case['how'] },
): void {
  assert.equal(finding.analytic.technique.uid, 'T1486');
  assert.equal(finding.login.user, userInfo().username);
  assert.equal(typeof finding.login.interactive, 'boolean');
  assert.ok(finding.confidence > 0.5 && finding.confidence <= 1, `confidence ${finding.confidence}`);
  assert.ok(
    finding.tree.some(({ pid }) => pid === attack.pid),
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
  const strangers = affected.files.filter(({ path }) => !corpus.files.includes(path));
  assert.deepEqual(strangers, [], 'files that are no originals');
  assert.ok(
    affected.files.every((file) => file.how === how),
    affected.files.map((file) => file.how).join(' '),
  );
  assert.equal(affected[how], affected.total);
  assert.ok(affected.total >= SIXTH, `${affected.total} files`);
  assert.ok(finding.legs.some(({ state }) => state === 'seen'));
  assert.ok(finding.legs.every(({ state, reasons }) => state !== 'seen' || reasons.length > 0));
}
