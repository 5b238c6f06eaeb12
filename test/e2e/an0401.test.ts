/** AN0401, live: two shells over TLS to a listener in a network namespace, each found within two seconds of the session. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Finding } from '../../src/incident/index.ts';
import { kernelTestsSkip, PYTHON, ROOT } from '../kernel/requirement.ts';
import { scratch } from '../kernel/scratch.ts';
import { Attack } from './attack.ts';
import { Listener } from './listener.ts';
import { Live } from './live.ts';
import { NetworkNamespace } from './namespace.ts';

/** ms from the session's first byte to the finding's line in the file. */
const LIMIT = 2000;

interface Case {
  readonly name: string;
  readonly command: (address: string, port: number, aside: string) => readonly [command: string, ...args: string[]];
  /** The program that holds the session. */
  readonly program: RegExp;
}

const CASES: readonly Case[] = [
  {
    name: 'bash over a fifo to openssl s_client',
    command: (address, port, aside) => ['an0401/fifo-shell.sh', address, String(port), aside],
    program: /openssl/,
  },
  {
    name: 'python with ssl',
    command: (address, port) => [PYTHON, `${ROOT}/emulations/an0401/tls-shell.py`, address, String(port)],
    program: /python/,
  },
];

describe('AN0401 live', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let live: Live;
  let namespace: NetworkNamespace;
  before(async () => {
    namespace = await NetworkNamespace.make();
    live = await Live.run(mkdtempSync(join(root, 'live-')));
  });
  after(async () => {
    await live?.stop();
    namespace?.remove();
  });

  for (const { name, command, program } of CASES) {
    test(name, async (t) => {
      const aside = mkdtempSync(join(root, 'attack-'));
      const listener = await Listener.start(namespace, aside);
      const [file, ...args] = command(namespace.address, listener.port, aside);
      const attack = new Attack(file, args);
      try {
        // an operator who types
        for (const [i, line] of ['id', 'uname -a', 'ls -la /etc', 'ps aux', 'echo done-$((40+2))'].entries()) {
          setTimeout(() => listener.say(line), 300 + i * 150);
        }
        const talks = ({ analytic, sessions }: Finding) =>
          analytic.uid === 'AN0401' && sessions.some(({ remote }) => remote.address === namespace.address);
        const isMine = (finding: Finding) => talks(finding) && finding.tree.some(({ pid }) => pid === attack.pid);
        const { finding, at } = await live.finding(name, 15_000, isMine);
        const session = finding.sessions.find(({ remote }) => remote.address === namespace.address);
        assert.ok(session);
        t.diagnostic(
          `found ${(at - session.startedAt).toFixed(0)} ms after the session began, ${at - attack.startedAt} ms after the attack`,
        );
        assert.ok(at - session.startedAt <= LIMIT, `${at - session.startedAt} ms`);
        await listener.hears('done-42');
        assert.match(listener.heard, /uid=0/);
        check(finding, { attack, listener, address: namespace.address, program });
      } finally {
        attack.kill();
        await listener.stop();
      }
    });
  }

  test('has nothing to say of the listener', () => {
    const blamed = live.poll().filter(({ finding }) => finding.actor.argv.includes('s_server'));
    assert.deepEqual(
      blamed.map(({ finding }) => finding.title),
      [],
    );
  });
});

function check(
  finding: Finding,
  { attack, listener, address, program }: { attack: Attack; listener: Listener; address: string; program: RegExp },
): void {
  assert.equal(finding.analytic.technique.uid, 'T1573.001');
  assert.equal(finding.login.user, userInfo().username);
  assert.ok(finding.confidence > 0.5 && finding.confidence <= 1, `confidence ${finding.confidence}`);
  const [session] = finding.sessions;
  assert.deepEqual(
    [session?.protocol, session?.remote, session?.application],
    ['tcp', { address, port: listener.port }, 'tls'],
  );
  const holder = finding.tree.find(({ key }) => key === session?.process);
  assert.match(holder?.path ?? '', program);
  assert.ok(
    finding.tree.some(({ pid }) => pid === attack.pid) && finding.tree.some(({ pid }) => pid === process.pid),
    'the attack and the test are not in the process tree',
  );
  assert.ok(finding.legs.filter(({ state }) => state === 'seen').length >= 3, JSON.stringify(finding.legs));
}
