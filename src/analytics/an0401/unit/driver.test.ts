/** Who speaks through a tool over a terminal that was made for it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fd } from '../../../event/index.ts';
import { helloBytes } from '../testing/client-hello.ts';
import { type QuietRow, testQuiet } from '../testing/quiet-table.ts';
import { keyOf, nullFd, Scene, terminal } from '../testing/scene.ts';

const slave: Fd = { type: 'tty', object: '136:9' };
const own = { tty: 'pts/9', stdio: [slave, slave, slave] } as const;
const persons = { tty: 'pts/1', stdio: terminal, auid: 1000 } as const;
const TOOL = {
  path: '/usr/bin/openssl',
  argv: ['openssl', 's_client', '-quiet', '-connect', '10.20.0.2:4433'],
  forkedAt: 5,
  at: 6,
};
const CODE = { path: '/usr/bin/python3.11', argv: ['python3', '-c', 'import pty; pty.spawn(["openssl"])'] };

/** The other side begins, this side ends, every two seconds. */
function commanded(scene: Scene, pid: number): void {
  scene.map(pid, 'libssl.so.3', 9);
  const common = { pid, startedAt: 20, tx: helloBytes('opensslAddress') };
  scene.net({ ...common, at: 60, rx: new Uint8Array(1200), turns: 1 });
  for (let i = 1; i <= 4; i++) {
    const at = 2000 * i;
    const bytes = { txBytes: 700 + 900 * i, rxBytes: 1200 + 60 * i, turns: 2 * i + 1, snapshots: i };
    scene.net({ ...common, ...bytes, at: at + 200, txAt: at + 120, rxAt: at + 30, rx: new Uint8Array(1200) });
  }
}

/** A session like that of a person who tries a server out. */
function tried(scene: Scene, pid: number): void {
  scene.map(pid, 'libssl.so.3', 9);
  scene.tls(pid, 20, helloBytes('opensslAddress'));
}

function driven(by: typeof CODE, wrapped = false): Scene {
  const scene = new Scene();
  scene.start({ ...by, pid: 100, parentPid: 50, stdio: [nullFd, nullFd, nullFd] });
  const shell = { path: '/usr/bin/dash', argv: ['sh', '-c', 'openssl s_client'], forkedAt: 3, at: 4 };
  if (wrapped) scene.start({ ...shell, ...own, pid: 101, parentPid: 100 });
  scene.start({ ...TOOL, ...own, pid: 102, parentPid: wrapped ? 101 : 100 });
  commanded(scene, 102);
  return scene;
}

describe('AN0401 finds who drives a tool over a terminal', () => {
  it('an interpreter that runs code', () => {
    const { last } = driven(CODE);
    assert.equal(last?.actor, keyOf(100));
    assert.equal(last?.legs.find(({ leg }) => leg === 'unexpected-process')?.weight, 2.2);
  });

  it('through a shell that only starts it', () => assert.equal(driven(CODE, true).last?.actor, keyOf(100)));

  it('a script of expect', () => {
    const script = { path: '/usr/bin/expect', argv: ['expect', '/opt/x/run.exp'] };
    assert.equal(driven(script).last?.actor, keyOf(100));
  });

  it('a shell', () =>
    assert.equal(driven({ path: '/usr/bin/zsh', argv: ['zsh', '/opt/x/run'] }).last?.actor, keyOf(100)));
});

/** Somebody types at a terminal that a program made. */
function typed(by: { readonly path: string; readonly argv: string[] }, shell: boolean): (scene: Scene) => void {
  return (scene) => {
    scene.start({ ...by, pid: 100, parentPid: 50 });
    const bash = { path: '/usr/bin/bash', argv: ['-bash'], forkedAt: 3, at: 4, auid: 1000 };
    if (shell) scene.start({ ...bash, ...own, pid: 101, parentPid: 100 });
    scene.start({ ...TOOL, ...own, pid: 102, parentPid: shell ? 101 : 100, auid: 1000 });
    tried(scene, 102);
  };
}

const ROWS: readonly QuietRow[] = [
  ['a person types in tmux', typed({ path: '/usr/bin/tmux', argv: ['tmux'] }, true)],
  ['tmux runs the tool in a window of its own', typed({ path: '/usr/bin/tmux', argv: ['tmux'] }, false)],
  ['a person types in a terminal emulator', typed({ path: '/usr/bin/kitty', argv: ['kitty'] }, true)],
  ['a person types over ssh', typed({ path: '/usr/sbin/sshd', argv: ['sshd: ada@pts/9'] }, true)],
  ['sudo makes a terminal for what it runs', typed({ path: '/usr/bin/sudo', argv: ['sudo', 'openssl'] }, false)],
  [
    'a person types in the terminal of a notebook of no package',
    typed({ path: '/usr/bin/python3.11', argv: ['python3', '/home/u/.local/bin/jupyter-lab'] }, true),
  ],
  [
    'a script of a package records what is typed',
    typed({ path: '/usr/bin/expect', argv: ['expect', '/usr/bin/autoexpect', 'openssl'] }, false),
  ],
  [
    'a person starts the tool at the terminal of the shell',
    (scene) => {
      scene.start({ ...persons, pid: 100, path: '/usr/bin/bash', argv: ['-bash'], parentPid: 50 });
      scene.start({ ...TOOL, ...persons, pid: 102, parentPid: 100 });
      tried(scene, 102);
    },
  ],
  [
    'a script of no package types a password into ssh',
    (scene) => {
      scene.start({ pid: 100, path: '/usr/bin/expect', argv: ['expect', '/home/u/login.exp'], parentPid: 50 });
      scene.start({ ...TOOL, ...own, pid: 102, parentPid: 100, path: '/usr/bin/ssh', argv: ['ssh', 'router'] });
      scene.map(102, 'libcrypto.so.3', 9);
      const banner = new TextEncoder().encode('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n');
      scene.net({
        pid: 102,
        at: 90,
        startedAt: 20,
        tx: banner,
        rx: banner,
        txBytes: 4000,
        rxBytes: 9000,
        turns: 9,
        port: 22,
      });
    },
  ],
];

describe('AN0401 stays quiet about terminals when', () => testQuiet(ROWS));
