/** A shell that opened the session and then became the tool, or whose tool got it ready-made. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fd } from '../../../event/index.ts';
import { makeProcessFork } from '../../../event/testing/make.ts';
import { aes } from '../testing/ciphertext.ts';
import { EPOCH, keyOf, nullFd, pipe, Scene } from '../testing/scene.ts';

const socket: Fd = { type: 'inet', object: 'socket:9', remote: { address: '10.20.0.2', port: 4444 } };
const BASH = { path: '/usr/bin/bash', argv: ['bash', '/opt/x/run'], parentPid: 50 };
const ENC = { path: '/usr/bin/openssl', argv: ['openssl', 'enc', '-aes-256-ctr'], parentPid: 100 };
/** A program of a package that speaks ciphertext by itself. */
const VPN = { path: '/usr/sbin/openvpn', argv: ['openvpn', '--config', '/etc/openvpn/a.conf'], parentPid: 50 };

function sends(scene: Scene, pid: number, startedAt: number, protocol: 'tcp' | 'udp', inherited = false): void {
  scene.map(pid, 'libcrypto.so.3', 16);
  const common = { pid, startedAt, port: 4444, socket: socket.object, more: { protocol, inherited } };
  scene.net({ ...common, at: 180, tx: aes(900) });
}

/** The fork that a shell executes a tool in, with the socket for its output. */
function forkWithSocket(scene: Scene, pid: number): void {
  scene.play(makeProcessFork({ time: EPOCH + 5, pid, parentPid: 100 }));
  scene.stdio(pid, 1, socket, 6);
}

describe('AN0401 finds the shell that opened a session', () => {
  for (const protocol of ['tcp', 'udp'] as const)
    it(`in the process that executed the tool later, over ${protocol}`, () => {
      const scene = new Scene();
      scene.start({ ...BASH, pid: 100 });
      scene.start({ ...ENC, pid: 101, stdio: [pipe(1), socket, nullFd], forkedAt: 5, at: 12 });
      sends(scene, 101, 10, protocol);
      assert.equal(scene.last?.actor, keyOf(101));
      assert.match(scene.last?.title ?? '', /^\/usr\/bin\/bash opened .* through \/usr\/bin\/openssl$/);
      const weight = scene.last?.legs.find(({ leg }) => leg === 'unexpected-process')?.weight;
      assert.equal(weight, 2.5);
    });

  it('in a process that executed two programs since', () => {
    const scene = new Scene();
    scene.start({ ...BASH, pid: 100 });
    scene.start({ ...ENC, pid: 101, path: '/usr/bin/nice', argv: ['nice', 'openssl'], forkedAt: 5, at: 12 });
    scene.start({ ...ENC, pid: 101, stdio: [pipe(1), socket, nullFd], at: 14 });
    sends(scene, 101, 10, 'tcp');
    assert.match(scene.last?.title ?? '', /^\/usr\/bin\/bash opened/);
  });

  it('that connected a datagram socket and gave it to a child', () => {
    const scene = new Scene();
    scene.start({ ...BASH, pid: 100 });
    scene.start({ ...ENC, pid: 101, stdio: [pipe(1), socket, nullFd], forkedAt: 5, at: 12 });
    scene.net({ pid: 100, at: 160, startedAt: 4, port: 4444, socket: socket.object, more: { protocol: 'udp' } });
    sends(scene, 101, 20, 'udp');
    assert.equal(scene.last?.actor, keyOf(100));
  });

  it('that ended before its own use of the datagram socket was told', () => {
    const scene = new Scene();
    scene.start({ ...BASH, pid: 100 });
    forkWithSocket(scene, 101);
    scene.start({ ...ENC, pid: 101, stdio: [pipe(1), socket, nullFd], forkedAt: 5, at: 12 });
    sends(scene, 101, 20, 'udp');
    assert.equal(scene.last?.actor, keyOf(100));
  });

  it('and then executed another program that gave the socket to its child', () => {
    const scene = new Scene();
    scene.start({ ...BASH, pid: 100 });
    scene.net({ pid: 100, at: 8, startedAt: 4, port: 4444, socket: socket.object });
    scene.start({ ...BASH, pid: 100, path: '/usr/bin/xargs', argv: ['xargs', 'openssl'], at: 10 });
    scene.start({ ...ENC, pid: 101, stdio: [pipe(1), socket, nullFd], at: 12 });
    sends(scene, 101, 20, 'tcp', true);
    assert.match(scene.last?.title ?? '', /^\/usr\/bin\/bash opened/);
  });
});

describe('AN0401 stays quiet', () => {
  it('when the tool that a shell executed opens its session itself', () => {
    const scene = new Scene();
    scene.start({ ...BASH, pid: 100 });
    scene.start({ ...VPN, pid: 101, parentPid: 100, forkedAt: 5, at: 12 });
    sends(scene, 101, 14, 'udp');
    assert.deepEqual(scene.verdicts, []);
  });

  it('when a daemon executes itself anew and keeps its sockets', () => {
    const scene = new Scene();
    scene.start({ ...VPN, pid: 101 });
    scene.start({ ...VPN, pid: 101, at: 12 });
    sends(scene, 101, 10, 'udp');
    assert.deepEqual(scene.verdicts, []);
  });

  it('when a daemon sends by a datagram socket that the one above it bound', () => {
    const scene = new Scene();
    scene.start({ ...BASH, pid: 100 });
    scene.start({ ...VPN, pid: 101, parentPid: 100 });
    scene.start({ ...VPN, pid: 102, parentPid: 101, at: 3 });
    scene.net({ pid: 101, at: 10, startedAt: 4, port: 4444, socket: socket.object, more: { protocol: 'udp' } });
    sends(scene, 102, 12, 'udp');
    assert.deepEqual(scene.verdicts, []);
  });
});
