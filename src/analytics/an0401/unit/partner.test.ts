/** A program that the session's process talks for: its ends lead there, and it is no command interpreter. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fd } from '../../../event/index.ts';
import { aes } from '../testing/ciphertext.ts';
import { helloBytes } from '../testing/client-hello.ts';
import { type QuietRow, testQuiet } from '../testing/quiet-table.ts';
import { fifo, keyOf, nullFd, pipe, Scene, type Started, serverHello, terminal, ttyFd } from '../testing/scene.ts';

type Stdio = readonly [Fd, Fd, Fd];

const pair = (mine: number, other: number): Fd => ({
  type: 'unix',
  object: `socket:${mine}`,
  peer: `socket:${other}`,
});
const socketpair: Stdio = [pair(21, 20), pair(21, 20), nullFd];
const pipes: Stdio = [pipe(1), pipe(2), nullFd];
const SOCAT = { pid: 100, path: '/usr/bin/socat', argv: ['socat', 'TCP:10.20.0.2:9000', 'EXEC:x'], parentPid: 50 };
const OWN = { path: '/opt/x/agent', argv: ['agent', '10.20.0.2'], parentPid: 100, at: 25 };

/** Ciphertext each way, in a session that began before the program. */
function talks(scene: Scene, pid = 100): void {
  scene.net({ pid, at: 400, startedAt: 20, port: 9000, tx: aes(300), rx: aes(200, 2) });
}

function overTls(scene: Scene, hello: Parameters<typeof helloBytes>[0] = 'opensslAddress'): void {
  scene.map(100, 'libssl.so.3', 8);
  scene.tls(100, 20, helloBytes(hello));
}

function play(own: Partial<Started>, session: (scene: Scene) => void = talks): Scene {
  const scene = new Scene();
  scene.start(SOCAT);
  scene.start({ ...OWN, stdio: socketpair, ...own, pid: 101 });
  session(scene);
  return scene;
}

const unexpected = ({ probe }: Scene) => probe.last.find(({ leg }) => leg === 'unexpected-process');

describe('AN0401 finds a program that another one talks for', () => {
  it('over a socketpair', () => {
    const { last } = play({});
    assert.equal(last?.actor, keyOf(101));
    assert.match(last?.title ?? '', /^\/opt\/x\/agent opened .* through \/usr\/bin\/socat$/);
    assert.equal(last?.legs.find(({ leg }) => leg === 'joined-shell')?.state, 'absent');
  });

  it('over two pipes', () => assert.equal(play({ stdio: pipes }).last?.actor, keyOf(101)));

  it('by its image, as if it had the session', () => {
    assert.equal(unexpected(play({}))?.weight, 2);
    assert.equal(unexpected(play({ path: '/memfd:x', memfd: true }))?.weight, 5);
    assert.equal(unexpected(play({ path: '/dev/shm/x' }))?.weight, 3.2);
  });

  it('behind a shell that only starts it', () => {
    const scene = new Scene();
    scene.start(SOCAT);
    scene.start({
      ...OWN,
      pid: 101,
      path: '/usr/bin/dash',
      argv: ['sh', '-c', 'agent; true'],
      stdio: pipes,
      forkedAt: 24,
    });
    scene.start({ ...OWN, pid: 102, parentPid: 101, stdio: pipes });
    talks(scene);
    assert.equal(scene.last?.actor, keyOf(102));
  });

  it('by half as much again where it runs programs, behind a tool that speaks TLS', () => {
    const scene = play({ stdio: pipes }, () => undefined);
    scene.map(100, 'libssl.so.3', 8);
    const common = { pid: 100, startedAt: 20, tx: helloBytes('opensslAddress'), rx: serverHello };
    scene.net({ ...common, at: 30, txBytes: 500, rxBytes: 3000, turns: 3, snapshots: 1 });
    scene.net({ ...common, at: 60, txBytes: 500, rxBytes: 3060, txAt: 30, rxAt: 58, turns: 3, snapshots: 2 });
    const id = { path: '/usr/bin/id', argv: ['id'], stdio: [nullFd, pipe(5), nullFd] as const };
    scene.start({ pid: 102, parentPid: 101, ...id, at: 65 });
    scene.net({ ...common, at: 90, txBytes: 700, rxBytes: 3060, txAt: 80, rxAt: 58, turns: 4, snapshots: 3 });
    assert.equal(unexpected(scene)?.weight, 2.5);
    assert.match(unexpected(scene)?.reasons.join() ?? '', /talks through .*socat, and runs other programs/);
  });

  it('that runs a script', () => {
    const scene = play({ path: '/usr/bin/python3.11', argv: ['python3', '/opt/x/agent.py'] });
    assert.equal(scene.last?.actor, keyOf(101));
    assert.equal(unexpected(scene)?.weight, 2.2);
  });

  it('which it did not start: a fifo one way, a pipe the other', () => {
    const scene = new Scene();
    scene.start({ pid: 99, path: '/usr/bin/bash', argv: ['bash', '-c', 'x'], parentPid: 50 });
    scene.start({ ...SOCAT, path: '/usr/bin/nc', parentPid: 99, stdio: [pipe(1), fifo(7), nullFd] });
    scene.start({ ...OWN, pid: 101, parentPid: 99, stdio: [fifo(7), pipe(1), nullFd] });
    talks(scene);
    assert.equal(scene.last?.actor, keyOf(101));
  });

  it('to which it gave the socket itself', () => {
    const scene = new Scene();
    scene.start(SOCAT);
    scene.net({ pid: 100, at: 170, startedAt: 20, port: 9000, socket: 'socket:9' });
    const inet = { type: 'inet', object: 'socket:9', remote: { address: '10.20.0.2', port: 9000 } } as const;
    scene.start({ ...OWN, pid: 101, stdio: [inet, inet, inet], at: 172 });
    const more = { inherited: true, direction: 'unknown' } as const;
    scene.net({ pid: 101, at: 400, startedAt: 180, port: 9000, socket: 'socket:9', tx: aes(300), more });
    assert.equal(scene.last?.actor, keyOf(101));
  });
});

const banner = new TextEncoder().encode('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n');

function overSsh(scene: Scene, pid: number): void {
  scene.map(pid, 'libcrypto.so.3', 8);
  const common = { pid, startedAt: 20, tx: banner, rx: banner, port: 22 };
  for (let i = 0; i < 4; i++)
    scene.net({ ...common, at: 60 + 1000 * i, txBytes: 90_000 * (i + 1), rxBytes: 4000, turns: 4 + i, snapshots: i });
}

/** A packaged program with plug-ins of no package, each over pipes. */
function withPlugIns(scene: Scene, count: number): void {
  scene.start({ pid: 100, path: '/usr/bin/editor', argv: ['editor'], parentPid: 50 });
  for (let i = 0; i < count; i++)
    scene.start({ ...OWN, pid: 101 + i, stdio: [pipe(2 * i), pipe(2 * i + 1), nullFd], at: 5 + i });
}

const ROWS: readonly QuietRow[] = [
  [
    'a packaged program talks through socat',
    (scene) => {
      scene.start(SOCAT);
      scene.start({ ...OWN, pid: 101, path: '/usr/bin/gpg', argv: ['gpg', '--decrypt'], stdio: socketpair });
      overTls(scene);
    },
  ],
  [
    'a program of no package only reads what socat hears',
    (scene) => {
      scene.start(SOCAT);
      scene.start({ ...OWN, pid: 101, stdio: [pipe(1), ttyFd, ttyFd] });
      overTls(scene);
    },
  ],
  [
    'a server accepts sessions for a program of no package',
    (scene) => {
      scene.start({ ...SOCAT, argv: ['socat', 'TCP-LISTEN:9000,fork', 'EXEC:x'] });
      scene.start({ ...OWN, pid: 101, stdio: socketpair });
      const more = { direction: 'in' } as const;
      scene.net({ pid: 100, at: 400, startedAt: 20, tx: aes(300), rx: aes(200, 2), more });
    },
  ],
  [
    'a server with a program of no package behind it asks another server',
    (scene) => {
      scene.start({ ...SOCAT, path: '/usr/sbin/nginx', argv: ['nginx'] });
      scene.start({ ...OWN, pid: 101, stdio: socketpair });
      scene.net({ pid: 100, at: 10, socket: 'socket:3', port: 40_000, more: { direction: 'in' } });
      overTls(scene);
    },
  ],
  [
    'ssh goes through a proxy command of no package that names its server',
    (scene) => {
      scene.start({ pid: 99, path: '/usr/bin/git', argv: ['git', 'fetch'], parentPid: 50, stdio: terminal });
      scene.start({ pid: 100, path: '/usr/bin/ssh', argv: ['ssh', 'git@host'], parentPid: 99, stdio: pipes });
      scene.start({ ...OWN, pid: 101, path: '/usr/local/bin/tunnel', stdio: [pipe(3), pipe(4), ttyFd], at: 8 });
      scene.tls(101, 20, helloBytes('curlName'), { port: 443 });
    },
  ],
  [
    'ssh goes through nc',
    (scene) => {
      scene.start({ pid: 100, path: '/usr/bin/ssh', argv: ['ssh', 'host'], parentPid: 50, stdio: terminal });
      scene.start({
        ...OWN,
        pid: 101,
        path: '/usr/bin/nc',
        argv: ['nc', '10.20.0.2', '22'],
        stdio: [pipe(3), pipe(4), ttyFd],
      });
      overSsh(scene, 101);
    },
  ],
  [
    'rsync of no package drives ssh',
    (scene) => {
      scene.start({ pid: 99, path: '/opt/rsync/bin/rsync', argv: ['rsync', '-a', 'd', 'host:'], parentPid: 50 });
      scene.start({ pid: 100, path: '/usr/bin/ssh', argv: ['ssh', 'host', 'rsync'], parentPid: 99, stdio: pipes });
      overSsh(scene, 100);
    },
  ],
  [
    'git asks a credential helper of no package',
    (scene) => {
      scene.start({ pid: 100, path: '/usr/lib/git-core/git-remote-https', argv: ['git-remote-https'], parentPid: 50 });
      scene.start({ ...OWN, pid: 101, path: '/usr/bin/git', argv: ['git', 'credential-own', 'get'], stdio: pipes });
      scene.start({ ...OWN, pid: 102, parentPid: 101, path: '/usr/local/bin/git-credential-own', stdio: pipes });
      scene.start({ pid: 103, parentPid: 102, path: '/usr/bin/xdg-open', argv: ['xdg-open', 'https://host/'], at: 30 });
      scene.map(100, 'libgnutls.so.30', 8);
      scene.tls(100, 20, helloBytes('gitName'), { port: 443 });
    },
  ],
  [
    'an editor has several plug-ins of no package and asks an address',
    (scene) => {
      withPlugIns(scene, 2);
      overTls(scene);
    },
  ],
  [
    'a browser has one helper of no package, and a call among its sessions',
    (scene) => {
      withPlugIns(scene, 1);
      scene.map(100, 'libnss3.so', 8);
      scene.net({ pid: 100, at: 15, socket: 'socket:5', address: '10.30.0.9', port: 443, tx: helloBytes('curlName') });
      talks(scene);
    },
  ],
  [
    'a collector sends what one plug-in of no package tells it to an address, evenly',
    (scene) => {
      withPlugIns(scene, 1);
      scene.start({ pid: 150, parentPid: 101, path: '/usr/bin/df', argv: ['df'], at: 30 });
      for (let i = 0; i < 12; i++)
        scene.tls(100, 10_000 * i + 20, helloBytes('curlAddress'), { socket: `socket:${i}` }, [3000, 200]);
    },
  ],
];

describe('AN0401 stays quiet about who talks through others when', () => testQuiet(ROWS));
