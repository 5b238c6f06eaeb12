/** What AN0401 must find, each with its names and with every name made up. */
import { describe } from 'node:test';
import type { Fd } from '../../event/index.ts';
import { type CaughtRow, testCaught } from './testing/caught-table.ts';
import { aes, chacha20, rc4 } from './testing/ciphertext.ts';
import { helloBytes, helloToServer } from './testing/client-hello.ts';
import { implant, python } from './testing/implants.ts';
import { fifo, nullFd, pipe, type Scene, serverHello, ttyFd } from './testing/scene.ts';

function fifoShell(scene: Scene, hello: Uint8Array, argv: readonly string[] = ['sh', '-i']): void {
  scene.start({ pid: 100, path: '/usr/bin/bash', argv: ['bash'], parentPid: 50 });
  scene.start({ pid: 101, parentPid: 100, path: '/usr/bin/bash', argv, stdio: [fifo(7), pipe(1), pipe(1)], at: 5 });
  scene.start({
    pid: 102,
    parentPid: 100,
    path: '/usr/bin/openssl',
    argv: ['openssl', 's_client', '-quiet', '-connect', '10.20.0.2:4433'],
    stdio: [pipe(1), fifo(7), nullFd],
    at: 6,
  });
  scene.map(102, 'libssl.so.3', 8);
  scene.map(102, 'libcrypto.so.3', 9);
  scene.net({ pid: 102, at: 30, startedAt: 20, tx: hello });
  scene.net({ pid: 102, at: 40, startedAt: 20, tx: hello, rx: serverHello, rxBytes: 2400, turns: 1, snapshots: 1 });
}

/** Commands come in over the session of process 200, and output goes out. */
function commanded(scene: Scene, tx: Uint8Array): void {
  const common = { pid: 200, startedAt: 60, tx, rx: serverHello };
  scene.net({ ...common, at: 80, txBytes: 600, rxBytes: 2500, turns: 3, snapshots: 1 });
  for (let i = 1; i <= 3; i++) {
    scene.net({
      ...common,
      at: 80 + 1000 * i,
      txBytes: 600 + 900 * i,
      rxBytes: 2500 + 40 * i,
      turns: 3 + 2 * i,
      snapshots: 1 + i,
      rxAt: 70 + 1000 * i,
      txAt: 79 + 1000 * i,
    });
  }
}

/** Process 200 opens a session of ssh at each of these times, s, says a little in it, and ends it. */
function sshCalls(scene: Scene, times: readonly number[]): void {
  const banner = new TextEncoder().encode('SSH-2.0-paramiko_2.12.0\r\n');
  times.forEach((time, i) => {
    const startedAt = time * 1000 + 100;
    const common = { pid: 200, startedAt, socket: `socket:${i}`, port: 22, tx: banner, rx: banner };
    scene.net({ ...common, at: startedAt + 4, tx: new Uint8Array(0), snapshots: 0 });
    scene.net({ ...common, at: startedAt + 400, txBytes: 2500, rxBytes: 3000, turns: 9, snapshots: 1, last: true });
  });
}

const named = { pid: 200, startedAt: 60, tx: helloBytes('urllibName'), rx: serverHello };
const bareShell = { parentPid: 200, path: '/usr/bin/bash', argv: ['bash'] };

/** One session that is kept: an order is asked for, given, and its output brought, every two seconds. */
function fetchOrders(scene: Scene, count: number, shell: (nth: number, at: number) => void): void {
  python(scene, ['python3', '/home/u/app.py'], named.tx);
  scene.net({ ...named, at: 160, txBytes: 600, rxBytes: 2500, txAt: 80, rxAt: 79, turns: 3, snapshots: 1 });
  for (let i = 1; i <= count; i++) {
    const at = 2000 * i;
    const asked = { txBytes: 600 + 900 * i - 700, rxBytes: 2500 + 150 * i - 60, txAt: at, rxAt: at + 20 };
    scene.net({ ...named, at: at + 100, ...asked, turns: 4 * i + 1, snapshots: 2 * i });
    shell(i, at + 30);
    const brought = { txBytes: 600 + 900 * i, rxBytes: 2500 + 150 * i, txAt: at + 300, rxAt: at + 320 };
    scene.net({ ...named, at: at + 1000, ...brought, turns: 4 * i + 3, snapshots: 2 * i + 1 });
  }
}

const code =
  "import ssl,socket;c=ssl.create_default_context();c.check_hostname=False;s=c.wrap_socket(socket.create_connection(('10.20.0.2',4433)))";

const rows: readonly CaughtRow[] = [
  {
    name: 'a renamed interpreter in a container runs a script',
    play: (scene) => {
      scene.start({
        pid: 200,
        parentPid: 50,
        path: '/usr/sbin/contained-helper',
        argv: ['helper', '/srv/own/client.py'],
      });
      for (const library of ['_ssl.cpython-311-x86_64-linux-gnu.so', 'libssl.so.3', 'libcrypto.so.3'])
        scene.map(200, library, 5);
      scene.net({ pid: 200, at: 61, startedAt: 60, tx: helloBytes('pythonAddress') });
    },
    legs: ['unexpected-process', 'crypto-evidence', 'outbound-session', 'abnormal-bytes'],
    actor: 200,
    keeps: 'libraries',
  },
  {
    name: 'a shell over a fifo to openssl s_client, to an address',
    play: (scene) => fifoShell(scene, helloBytes('opensslAddress')),
    legs: ['unexpected-process', 'crypto-evidence', 'outbound-session', 'joined-shell', 'abnormal-bytes'],
    actor: 101,
  },
  {
    name: 'a shell over a fifo to openssl s_client that names a well-known server',
    play: (scene) => fifoShell(scene, helloBytes('opensslName')),
    legs: ['joined-shell', 'abnormal-bytes'],
    actor: 101,
  },
  {
    name: 'a shell that opens a socket and lets openssl enc write to it',
    play: (scene) => {
      const socket: Fd = { type: 'inet', object: 'socket:9', remote: { address: '10.20.0.2', port: 4444 } };
      scene.start({ pid: 120, path: '/usr/bin/bash', argv: ['bash', '-c', 'exec 5<>/dev/tcp/…'], parentPid: 50 });
      scene.start({
        pid: 121,
        parentPid: 120,
        path: '/usr/bin/openssl',
        argv: ['openssl', 'enc', '-aes-256-ctr'],
        stdio: [pipe(3), socket, nullFd],
        at: 6,
      });
      scene.map(121, 'libcrypto.so.3', 9);
      scene.net({
        pid: 121,
        at: 40,
        startedAt: 20,
        tx: aes(400),
        port: 4444,
        socket: 'socket:9',
        more: { inherited: true },
      });
    },
    legs: ['unexpected-process', 'crypto-evidence', 'outbound-session', 'abnormal-bytes'],
    actor: 120,
  },
  {
    name: 'a bare shell without -i',
    play: (scene) => fifoShell(scene, helloBytes('opensslAddress'), ['bash']),
    legs: ['joined-shell'],
    actor: 101,
    keeps: 'shell',
  },
  {
    name: 'cat fifo | sh | openssl > fifo, where cat opens the fifo on a descriptor that is not seen',
    play: (scene) => {
      scene.start({ pid: 100, path: '/usr/bin/bash', argv: ['bash', '-c', 'x'], parentPid: 50 });
      scene.start({
        pid: 103,
        parentPid: 100,
        path: '/usr/bin/cat',
        argv: ['cat', '/tmp/f'],
        stdio: [ttyFd, pipe(2), ttyFd],
      });
      scene.start({
        pid: 101,
        parentPid: 100,
        path: '/usr/bin/dash',
        argv: ['/bin/sh', '-i'],
        stdio: [pipe(2), pipe(1), pipe(1)],
      });
      scene.start({
        pid: 102,
        parentPid: 100,
        path: '/usr/bin/openssl',
        argv: ['openssl', 's_client'],
        stdio: [pipe(1), fifo(7), ttyFd],
      });
      scene.map(102, 'libcrypto.so.3', 9);
      scene.net({ pid: 102, at: 30, startedAt: 20, tx: helloBytes('opensslAddress') });
    },
    legs: ['joined-shell'],
    actor: 101,
  },
  {
    name: 'bash with the socket, openssl enc both ways around a shell',
    play: (scene) => {
      scene.start({ pid: 100, path: '/usr/bin/bash', argv: ['bash', '-c', 'x'], parentPid: 50 });
      scene.net({ pid: 100, at: 10, socket: 'socket:9' });
      const inet = { type: 'inet', object: 'socket:9', remote: { address: '10.20.0.2', port: 4433 } } as const;
      scene.start({
        pid: 101,
        parentPid: 100,
        path: '/usr/bin/openssl',
        argv: ['openssl', 'enc', '-d'],
        stdio: [inet, pipe(1), nullFd],
        at: 12,
      });
      scene.start({
        pid: 102,
        parentPid: 100,
        path: '/usr/bin/bash',
        argv: ['bash', '-i'],
        stdio: [pipe(1), pipe(2), pipe(2)],
        at: 13,
      });
      scene.start({
        pid: 103,
        parentPid: 100,
        path: '/usr/bin/openssl',
        argv: ['openssl', 'enc'],
        stdio: [pipe(2), inet, nullFd],
        at: 14,
      });
      scene.map(101, 'libcrypto.so.3', 15);
      scene.map(103, 'libcrypto.so.3', 15);
      const salted = Buffer.concat([Buffer.from('Salted__'), aes(72)]);
      scene.net({
        pid: 103,
        at: 30,
        startedAt: 10,
        socket: 'socket:9',
        tx: new Uint8Array(salted),
        more: { direction: 'unknown', inherited: true },
      });
    },
    legs: ['joined-shell', 'abnormal-bytes', 'crypto-evidence'],
    actor: 102,
  },
  {
    name: 'python -c with ssl to an address',
    play: (scene) => python(scene, ['python3', '-c', code], helloBytes('pythonAddress')),
    legs: ['unexpected-process', 'crypto-evidence', 'outbound-session', 'abnormal-bytes'],
    actor: 200,
  },
  {
    name: 'python with ssl to an address that it carries, after it looked another server up',
    play: (scene) => {
      scene.lookUp(40, 10, 'near.example.org');
      scene.start({ pid: 200, parentPid: 50, path: '/usr/bin/python3.11', argv: ['python3', '-c', code] });
      scene.lookUp(200, 20, 'www.example.org', '198.51.100.7');
      scene.net({ pid: 200, at: 61, startedAt: 60, tx: helloBytes('pythonAddress') });
    },
    legs: ['unexpected-process', 'abnormal-bytes'],
  },
  {
    name: 'python with ssl to an address that it had looked up eleven minutes before',
    play: (scene) => {
      scene.start({ pid: 200, parentPid: 50, path: '/usr/bin/python3.11', argv: ['python3', '-c', code] });
      scene.lookUp(200, 20, 'near.example.org');
      scene.net({ pid: 200, at: 660_061, startedAt: 660_060, tx: helloBytes('pythonAddress') });
    },
    legs: ['unexpected-process', 'abnormal-bytes'],
  },
  {
    name: 'python with ssl to an address, through a proxy that it had looked up',
    play: (scene) => {
      scene.start({ pid: 200, parentPid: 50, path: '/usr/bin/python3.11', argv: ['python3', '-c', code] });
      scene.lookUp(200, 20, 'proxy.example.org');
      const asked = new TextEncoder().encode('CONNECT 198.51.100.7:443 HTTP/1.1\r\n\r\n');
      const tx = new Uint8Array([...asked, ...helloBytes('opensslAddress')]);
      scene.net({ pid: 200, at: 61, startedAt: 60, tx, rx: new TextEncoder().encode('HTTP/1.1 200 OK\r\n\r\n') });
    },
    legs: ['unexpected-process', 'abnormal-bytes'],
  },
  {
    name: 'python with ssl to an address that it had looked up, once it answers commands',
    play: (scene) => {
      scene.start({ pid: 200, parentPid: 50, path: '/usr/bin/python3.11', argv: ['python3', '-c', code] });
      scene.lookUp(200, 20, 'near.example.org');
      commanded(scene, helloBytes('pythonAddress'));
    },
    within: 3100,
    legs: ['asymmetry', 'unexpected-process'],
  },
  {
    name: 'python running a script from no package, with ssl to an address',
    play: (scene) => python(scene, ['python3', '/home/u/tool.py'], helloBytes('pythonAddress')),
    legs: ['unexpected-process', 'crypto-evidence', 'abnormal-bytes'],
    keeps: 'libraries',
  },
  {
    name: 'python reading its code from a pipe',
    play: (scene) => python(scene, ['python3', '-'], helloBytes('pythonAddress')),
    legs: ['unexpected-process', 'abnormal-bytes'],
    keeps: 'libraries',
  },
  {
    name: 'python with ssl that names a server nobody looked up',
    play: (scene) => {
      scene.start({ pid: 40, path: '/usr/bin/curl', argv: ['curl'] });
      scene.resolve(40, 1);
      python(scene, ['python3', '-c', code], helloToServer('pythonName'));
    },
    legs: ['unexpected-process', 'crypto-evidence', 'abnormal-bytes'],
  },
  {
    name: 'python that gives the address for a server name, as PHP does',
    play: (scene) => python(scene, ['python3', '-c', code], helloToServer('pythonName', '10.20.0.2')),
    legs: ['abnormal-bytes', 'unexpected-process'],
  },
  {
    name: 'python with ssl that names its server, once it answers commands',
    play: (scene) => {
      python(scene, ['python3', '-c', code], helloBytes('pythonName'));
      commanded(scene, helloBytes('pythonName'));
    },
    within: 3100,
    legs: ['asymmetry', 'unexpected-process'],
  },
  {
    name: 'python that pipes its TLS session into a shell, however well the server is named',
    play: (scene) => {
      python(scene, ['python3', '/home/u/app.py'], helloBytes('urllibName'));
      const tx = helloBytes('urllibName');
      scene.net({
        pid: 200,
        startedAt: 60,
        at: 80,
        tx,
        rx: serverHello,
        txBytes: 600,
        rxBytes: 2500,
        turns: 3,
        snapshots: 1,
      });
      scene.start({
        pid: 201,
        parentPid: 200,
        path: '/usr/bin/dash',
        argv: ['/bin/sh', '-i'],
        stdio: [pipe(1), pipe(2), pipe(2)],
        at: 90,
      });
      scene.net({
        pid: 200,
        startedAt: 60,
        at: 1000,
        tx,
        rx: serverHello,
        txBytes: 1600,
        rxBytes: 2560,
        turns: 5,
        snapshots: 2,
      });
    },
    within: 1000,
    legs: ['joined-shell', 'asymmetry'],
    actor: 200,
  },
  {
    name: 'python that fetches orders from a named server, and starts a shell for each',
    play: (scene) =>
      fetchOrders(scene, 2, (nth, at) => {
        scene.start({ pid: 200 + nth, ...bareShell, stdio: [pipe(10 * nth), pipe(10 * nth + 1), nullFd], at });
        scene.end(200 + nth, at + 200);
      }),
    within: 5100,
    legs: ['joined-shell', 'asymmetry'],
    actor: 200,
    keeps: 'shell',
  },
  {
    name: 'python that fetches orders from a named server, and keeps a shell that it started before',
    play: (scene) => {
      scene.start({ pid: 200, parentPid: 50, path: '/usr/bin/python3.11', argv: ['python3', '/home/u/app.py'] });
      scene.start({ pid: 201, ...bareShell, stdio: [pipe(1), pipe(2), pipe(2)], at: 5 });
      scene.map(200, 'libssl.so.3', 47);
      scene.net({ ...named, at: 61, rx: new Uint8Array(0) });
      fetchOrders(scene, 3, () => undefined);
    },
    within: 7100,
    legs: ['joined-shell', 'asymmetry'],
    actor: 200,
    keeps: 'shell',
  },
  {
    name: 'python with RC4 of its own over TCP, no crypto library at all',
    play: (scene) => python(scene, ['python3', '-c', 'x = 1; y = (2)'], rc4(160), false),
    legs: ['crypto-evidence', 'abnormal-bytes'],
  },
  {
    name: 'python with AES of its own, length before the ciphertext',
    play: (scene) => python(scene, ['python3', '/srv/x.py'], new Uint8Array([0, 0, 0, 96, ...aes(96)]), false),
    legs: ['abnormal-bytes'],
  },
  {
    name: 'perl -e sending base64 of ciphertext',
    play: (scene) => {
      scene.start({ pid: 200, path: '/usr/bin/perl', argv: ['perl', '-e', 'use Socket; connect(S, $a); print 1'] });
      scene.net({ pid: 200, at: 5, tx: new TextEncoder().encode(`${Buffer.from(aes(120)).toString('base64')}\n`) });
    },
    legs: ['crypto-evidence', 'abnormal-bytes'],
  },
  {
    name: 'an unpackaged static implant sending AES over TCP',
    play: (scene) => implant(scene, aes(256)),
    legs: ['unexpected-process', 'crypto-evidence', 'abnormal-bytes'],
    actor: 300,
  },
  { name: 'the same with RC4', play: (scene) => implant(scene, rc4(200)), legs: ['abnormal-bytes'] },
  {
    name: 'the same with ChaCha20 over UDP',
    play: (scene) => implant(scene, chacha20(120), { more: { protocol: 'udp' } }),
    legs: ['abnormal-bytes'],
  },
  { name: 'the same with 40 bytes only', play: (scene) => implant(scene, aes(40)), legs: ['abnormal-bytes'] },
  {
    name: 'an implant in memory that speaks TLS without name, six callbacks a minute apart',
    play: (scene) => {
      scene.start({ pid: 300, parentPid: 50, path: '/memfd:x', argv: ['[kworker/0:1]'], memfd: true });
      for (let i = 0; i < 6; i++)
        scene.tls(300, 60_000 * i + 10, helloBytes('opensslAddress'), { socket: `socket:${i}` });
    },
    legs: ['unexpected-process', 'abnormal-bytes'],
  },
  {
    name: 'an unpackaged TLS client without name, by its cadence: 60 s ± 30 s',
    play: (scene) => {
      scene.start({ pid: 300, parentPid: 50, path: '/opt/x/agent', argv: ['agent'] });
      const times = [0, 52, 131, 168, 241, 297];
      times.forEach((time, i) => {
        scene.tls(300, time * 1000 + 10, helloBytes('nodeAddress'), { socket: `socket:${i}` }, [300, 200]);
      });
    },
    within: 297_100,
    legs: ['cadence', 'abnormal-bytes'],
  },
  {
    name: 'an implant whose session turns into ciphertext, once it answers commands',
    play: (scene) => {
      scene.start({ pid: 300, parentPid: 50, path: '/opt/vendor/agentd', argv: ['agentd'] });
      scene.map(300, 'libcrypto.so.3', 8);
      const plain = new TextEncoder().encode('packet type=hello session=4 flags=none '.repeat(16)).subarray(0, 512);
      for (let i = 0; i < 5; i++) {
        const tx = new Uint8Array([...plain, ...aes(300 + 900 * i)]);
        const times = { rxAt: 100 + 1000 * i, txAt: 110 + 1000 * i, at: 120 + 1000 * i, startedAt: 10 };
        const sizes = {
          tx,
          rx: new TextEncoder().encode('task'),
          rxBytes: 40 + 40 * i,
          turns: 1 + 2 * i,
          snapshots: i,
        };
        scene.net({ pid: 300, port: 9000, ...sizes, ...times });
      }
    },
    within: 4200,
    legs: ['abnormal-bytes', 'asymmetry'],
    keeps: 'libraries',
  },
  {
    name: 'python that calls an address that it carries by ssh, a session each time, after it looked another server up',
    play: (scene) => {
      scene.start({ pid: 200, parentPid: 50, path: '/usr/bin/python3.11', argv: ['python3', '-c', 'import paramiko'] });
      scene.lookUp(200, 20, 'www.example.org', '198.51.100.7');
      scene.map(200, '_ssl.cpython-311-x86_64-linux-gnu.so', 90);
      sshCalls(scene, [0, 48, 113, 170, 221, 284]);
    },
    within: 284_500,
    legs: ['cadence', 'crypto-evidence'],
    keeps: 'libraries',
  },
  {
    name: 'a program of no package that calls a server regularly whose name nobody looked up',
    play: (scene) => {
      scene.start({ pid: 40, path: '/usr/bin/curl', argv: ['curl'] });
      scene.resolve(40, 1);
      scene.start({ pid: 300, parentPid: 50, path: '/opt/x/agent', argv: ['agent'] });
      const times = [0, 52, 131, 168, 241, 297, 345, 420, 466, 520, 590, 640];
      times.forEach((time, i) => {
        scene.tls(300, time * 1000 + 10, helloToServer('curlName'), { socket: `socket:${i}` }, [300, 200]);
      });
    },
    within: 600_000,
    legs: ['cadence', 'abnormal-bytes'],
  },
  {
    name: 'a program of no package that uploads a lot to a server whose name nobody looked up',
    play: (scene) => {
      scene.start({ pid: 40, path: '/usr/bin/curl', argv: ['curl'] });
      scene.resolve(40, 1);
      scene.start({ pid: 300, parentPid: 50, path: '/opt/x/sync', argv: ['sync'] });
      scene.tls(300, 20, helloToServer('curlName'), { port: 443 }, [16_000_000, 9000]);
    },
    legs: ['asymmetry', 'abnormal-bytes'],
  },
  {
    name: 'a program of no package that the packaged loader runs, with ciphertext of its own',
    play: (scene) => ownCiphertext(scene, '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2', ['ld.so', '/srv/x/agent']),
    legs: ['unexpected-process', 'abnormal-bytes'],
  },
  {
    name: 'a packaged JVM that runs an archive of no package, with ciphertext of its own',
    play: (scene) => ownCiphertext(scene, '/usr/lib/jvm/java-17/bin/java', ['java', '-jar', '/srv/x/agent.jar']),
    legs: ['unexpected-process', 'abnormal-bytes'],
  },
  {
    name: 'awk with ciphertext of its own',
    play: (scene) => ownCiphertext(scene, '/usr/bin/gawk', ['gawk', '-f', '/srv/x/agent.awk']),
    legs: ['unexpected-process', 'abnormal-bytes'],
  },
  {
    name: 'python running a script that somebody laid among those of packages, with ssl to an address',
    play: (scene) => python(scene, ['python3', '/usr/share/stray.py'], helloBytes('pythonAddress')),
    legs: ['unexpected-process', 'crypto-evidence', 'abnormal-bytes'],
    keeps: 'libraries',
  },
];

function ownCiphertext(scene: Scene, path: string, argv: readonly string[]): void {
  scene.start({ pid: 300, parentPid: 50, path, argv });
  for (let i = 0; i < 6; i++) {
    const more = { txBytes: 900 * (i + 1), rxBytes: 64 * (i + 1), turns: 2 * i, snapshots: i };
    scene.net({ pid: 300, at: 20 + 400 * i, startedAt: 10, tx: aes(300), rx: aes(64, 9), ...more });
  }
}

describe('AN0401 finds', () => testCaught(rows));
