/** What AN0401 must not tell of shells, and of programs that shells join to a session. */
import { describe } from 'node:test';
import { aes } from './testing/ciphertext.ts';
import { helloBytes } from './testing/client-hello.ts';
import { client, openssl, python, pythonSsl } from './testing/clients.ts';
import { type QuietRow, testQuiet } from './testing/quiet-table.ts';
import { fifo, nullFd, pipe, type Scene, serverHello, terminal, ttyFd } from './testing/scene.ts';

const text = (words: string) => new TextEncoder().encode(words);

/** A script of no package that will speak TLS. */
function script(scene: Scene): void {
  scene.start({ pid: 500, parentPid: 50, ...python });
  scene.resolve(500, 300);
  pythonSsl.forEach((library) => {
    scene.map(500, library, 400);
  });
}

/** It starts a shell and holds both of its ends. */
function shell(scene: Scene, pid: number, at: number): void {
  const stdio = [pipe(10 * pid), pipe(10 * pid + 1), pipe(10 * pid + 1)] as const;
  scene.start({ pid, parentPid: 500, path: '/usr/bin/bash', argv: ['bash'], stdio, at });
}

const ROWS: readonly QuietRow[] = [
  [
    'a shell pipes what curl fetched into a shell',
    (scene) => {
      scene.start({ pid: 100, path: '/usr/bin/bash', argv: ['-bash'], stdio: terminal });
      scene.start({ pid: 500, parentPid: 100, path: '/usr/bin/curl', argv: ['curl'], stdio: [ttyFd, pipe(1), ttyFd] });
      scene.start({ pid: 501, parentPid: 100, path: '/usr/bin/bash', argv: ['bash'], stdio: [pipe(1), ttyFd, ttyFd] });
      scene.map(500, 'libssl.so.3', 5);
      scene.tls(500, 20, helloBytes('curlName'), { port: 443 });
    },
  ],
  [
    'git and rsync go over ssh',
    (scene) => {
      scene.start({ pid: 100, path: '/usr/bin/rsync', argv: ['rsync'], stdio: terminal });
      scene.start({
        pid: 500,
        parentPid: 100,
        path: '/usr/bin/ssh',
        argv: ['ssh', 'host', 'rsync --server'],
        stdio: [pipe(1), pipe(2), ttyFd],
      });
      scene.map(500, 'libcrypto.so.3', 5);
      const banner = text('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n');
      for (let i = 0; i < 5; i++) {
        scene.net({
          pid: 500,
          at: 20 + 1000 * i,
          startedAt: 20,
          tx: banner,
          rx: banner,
          txBytes: 200_000 * (i + 1),
          rxBytes: 3000 * (i + 1),
          turns: 4 + i,
          snapshots: i,
          port: 22,
        });
      }
    },
  ],
  [
    'ansible, a script from no package, drives ssh',
    (scene) => {
      scene.start({
        pid: 100,
        path: '/usr/bin/python3.11',
        argv: ['python3', '/home/u/.local/bin/ansible', 'all'],
        stdio: terminal,
      });
      scene.start({
        pid: 500,
        parentPid: 100,
        path: '/usr/bin/ssh',
        argv: ['ssh', 'host', '/bin/sh -c x'],
        stdio: [pipe(1), pipe(2), pipe(3)],
      });
      scene.map(500, 'libcrypto.so.3', 5);
      const banner = text('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n');
      scene.net({ pid: 500, at: 20, tx: banner, rx: banner, txBytes: 90_000, rxBytes: 5000, turns: 6, port: 22 });
    },
  ],
  [
    'an interactive ssh session lasts',
    (scene) => {
      scene.start({ pid: 500, path: '/usr/bin/ssh', argv: ['ssh', 'host'], stdio: terminal });
      scene.map(500, 'libcrypto.so.3', 5);
      const banner = text('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n');
      for (let i = 0; i < 20; i++) {
        scene.net({
          pid: 500,
          at: 20 + 1000 * i,
          startedAt: 20,
          tx: banner,
          rx: banner,
          txBytes: 2000 + 40 * i,
          rxBytes: 3000 + 900 * i,
          turns: 4 + 2 * i,
          snapshots: i,
          port: 22,
          txAt: 10 + 1000 * i,
          rxAt: 18 + 1000 * i,
        });
      }
    },
  ],
  [
    'an administrator types openssl s_client',
    (scene) => {
      scene.start({ pid: 100, path: '/usr/bin/bash', argv: ['-bash'], stdio: terminal });
      client(
        scene,
        {
          path: '/usr/bin/openssl',
          argv: ['openssl', 's_client', '-connect', '10.20.0.2:443'],
          parentPid: 100,
          stdio: terminal,
        },
        'opensslAddress',
        openssl,
      );
    },
  ],
  [
    'a script checks a certificate: echo | openssl s_client | openssl x509',
    (scene) => {
      scene.start({ pid: 100, path: '/usr/bin/bash', argv: ['bash', '/root/check.sh'] });
      scene.start({
        pid: 101,
        parentPid: 100,
        path: '/usr/bin/bash',
        argv: ['bash', '/root/check.sh'],
        stdio: [nullFd, pipe(1), nullFd],
      });
      client(
        scene,
        { path: '/usr/bin/openssl', argv: ['openssl', 's_client'], parentPid: 100, stdio: [pipe(1), pipe(2), nullFd] },
        'opensslAddress',
        openssl,
      );
      scene.start({
        pid: 102,
        parentPid: 100,
        path: '/usr/bin/openssl',
        argv: ['openssl', 'x509'],
        stdio: [pipe(2), pipe(3), nullFd],
        at: 90,
      });
      scene.end(101, 100);
    },
  ],
  [
    'a script captures openssl s_client',
    (scene) => {
      scene.start({ pid: 100, path: '/usr/bin/bash', argv: ['bash', '/root/check.sh'] });
      client(
        scene,
        { path: '/usr/bin/openssl', argv: ['openssl', 's_client'], parentPid: 100, stdio: [pipe(1), pipe(2), nullFd] },
        'opensslAddress',
        openssl,
      );
    },
  ],
  [
    'an ssh server runs a shell for a client that came in',
    (scene) => {
      scene.start({ pid: 400, path: '/usr/sbin/sshd', argv: ['sshd'] });
      scene.map(400, 'libcrypto.so.3', 5);
      const banner = text('SSH-2.0-OpenSSH_9.2p1\r\n');
      scene.net({
        pid: 400,
        at: 10,
        tx: banner,
        rx: banner,
        txBytes: 4000,
        rxBytes: 3000,
        turns: 9,
        more: { direction: 'in' },
      });
      scene.start({
        pid: 401,
        parentPid: 400,
        path: '/usr/bin/bash',
        argv: ['-bash'],
        stdio: [pipe(1), pipe(2), pipe(3)],
        at: 50,
      });
      scene.net({
        pid: 400,
        at: 900,
        startedAt: 10,
        tx: banner,
        rx: banner,
        txBytes: 9000,
        rxBytes: 4000,
        turns: 12,
        snapshots: 1,
        more: { direction: 'in' },
      });
    },
  ],
  [
    'a listening nc and a web server take sessions',
    (scene) => {
      scene.start({ pid: 500, path: '/home/u/server', argv: ['server'] });
      for (let i = 0; i < 20; i++)
        scene.net({
          pid: 500,
          at: 10 + 100 * i,
          socket: `socket:${i}`,
          tx: aes(200, i + 1),
          rx: aes(300, i + 50),
          more: { direction: 'in' },
        });
    },
  ],
  [
    'a shell probes a port',
    (scene) => {
      scene.start({ pid: 500, path: '/usr/bin/bash', argv: ['bash', '-c', 'echo > /dev/tcp/10.20.0.2/5432'] });
      scene.net({ pid: 500, at: 5, last: true });
    },
  ],
  [
    'a shell sends a line in clear',
    (scene) => {
      scene.start({ pid: 500, path: '/usr/bin/bash', argv: ['bash', '-c', 'echo metric 1 > /dev/tcp/10.20.0.2/2003'] });
      scene.net({ pid: 500, at: 5, tx: text('metric 1 1700000000\n'), last: true, port: 2003 });
    },
  ],
  [
    'a backup is piped through openssl enc to nc',
    (scene) => {
      scene.start({ pid: 100, path: '/usr/bin/bash', argv: ['-bash'], stdio: terminal });
      scene.start({
        pid: 101,
        parentPid: 100,
        path: '/usr/bin/openssl',
        argv: ['openssl', 'enc'],
        stdio: [ttyFd, pipe(1), ttyFd],
      });
      scene.start({
        pid: 102,
        parentPid: 100,
        path: '/usr/bin/nc.openbsd',
        argv: ['nc', '10.20.0.2', '9000'],
        stdio: [pipe(1), ttyFd, ttyFd],
      });
      scene.map(101, 'libcrypto.so.3', 5);
      scene.net({
        pid: 102,
        at: 20,
        tx: new Uint8Array([...text('Salted__'), ...aes(300)]),
        txBytes: 4_000_000,
        port: 9000,
      });
    },
  ],
  [
    'a script feeds a shell with a program of its own, and reports to a named server each time',
    (scene) => {
      script(scene);
      for (let i = 0; i < 6; i++) {
        const at = 10_000 * i + 1000;
        shell(scene, 600 + i, at);
        scene.end(600 + i, at + 50);
        const socket = `socket:${i}`;
        scene.tls(500, at + 60, helloBytes('urllibName'), { port: 443, socket }, [2000, 200]);
      }
    },
  ],
  [
    'a script reports to a named server by one session, and has a shell for all that it asks of this host',
    (scene) => {
      script(scene);
      shell(scene, 600, 900);
      const common = { pid: 500, startedAt: 1000, tx: helloBytes('urllibName'), rx: serverHello, port: 443 };
      scene.net({ ...common, at: 1150, txBytes: 600, rxBytes: 2800, txAt: 1040, rxAt: 1045, turns: 3 });
      for (let i = 1; i <= 8; i++) {
        const at = 1000 + 10_000 * i;
        const sizes = { txBytes: 600 + 900 * i, rxBytes: 2800 + 200 * i };
        scene.net({ ...common, at: at + 500, ...sizes, txAt: at, rxAt: at + 40, turns: 3 + 2 * i, snapshots: i });
      }
    },
  ],
  [
    'two shells share a fifo and nothing else',
    (scene) => {
      scene.start({ pid: 100, path: '/usr/bin/bash', argv: ['bash', '-i'], stdio: [fifo(7), ttyFd, ttyFd] });
      client(
        scene,
        { path: '/usr/bin/openssl', argv: ['openssl', 's_client'], stdio: [nullFd, fifo(7), nullFd] },
        'opensslAddress',
        openssl,
      );
    },
  ],
];

describe('AN0401 stays quiet about shells when', () => testQuiet(ROWS));
