/** What AN0401 must not tell of programs that open sessions by themselves. */
import { describe } from 'node:test';
import { makeDirectory, makeFileSession, makeLibraryMap, makeProcessFork, placeOf } from '../../event/testing/make.ts';
import { aes } from './testing/ciphertext.ts';
import { helloBytes, helloToServer } from './testing/client-hello.ts';
import { client, openssl, python, pythonSsl } from './testing/clients.ts';
import { type QuietRow, testQuiet } from './testing/quiet-table.ts';
import { EPOCH, pipe, type Scene, type Started, serverHello, terminal, ttyFd } from './testing/scene.ts';

const text = (words: string) => new TextEncoder().encode(words);

const inline = {
  path: '/usr/bin/python3.11',
  argv: ['python3', '-c', 'import urllib.request as u; u.urlopen("https://localhost/")'],
};

const loader = '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2';
const application = {
  path: '/usr/lib/jvm/java-17-openjdk-amd64/bin/java',
  argv: ['java', '-Xmx2g', '-cp', '/opt/app/lib/*', 'com.example.Main'],
};

/** The same program calling home at regular times. */
function heartbeat(
  scene: Scene,
  started: Omit<Started, 'pid'>,
  hello: Parameters<typeof helloBytes>[0],
  libraries: readonly string[],
): void {
  for (let i = 0; i < 12; i++) {
    const at = i * 10_000;
    scene.start({ pid: 600 + i, parentPid: 50, ...started, at });
    libraries.forEach((library) => {
      scene.map(600 + i, library, at + 30);
    });
    scene.tls(600 + i, at + 60, helloBytes(hello), { port: 443 });
  }
}

/** A program of no package, on a host where look-ups are visible, that calls its server regularly and uploads. */
function ownAgent(scene: Scene, looksUp: (scene: Scene) => void): void {
  scene.start({ pid: 40, path: '/usr/bin/curl', argv: ['curl'] });
  scene.resolve(40, 1);
  scene.start({ pid: 500, parentPid: 50, path: '/opt/own/agent', argv: ['agent'] });
  looksUp(scene);
  for (let i = 0; i < 24; i++)
    scene.tls(500, 10_000 * i + 60, helloToServer('curlName'), { port: 443, socket: `socket:${i}` }, [200_000, 900]);
}

/** @param pid who has the session: process 500, which looks up, or one that it forks */
function namelessTls(scene: Scene, pid: number, looksUp: () => void): void {
  scene.start({ pid: 500, parentPid: 50, path: '/usr/bin/ruby3.1', argv: ['ruby', '/srv/app/sync.rb'] });
  openssl.forEach((library) => {
    scene.map(500, library, 30);
  });
  looksUp();
  scene.tls(pid, 60, helloBytes('pythonAddress'), { port: 8443 });
}

const ROWS: readonly QuietRow[] = [
  [
    'a program in a container looks its server up in files of the container',
    (scene) =>
      ownAgent(scene, () => {
        scene.play(makeDirectory({ place: placeOf(70), path: '/var/lib/containers/4f2a' }));
        scene.play(
          makeFileSession({ time: EPOCH + 20, pid: 500, name: 'hosts', place: placeOf(70), readBytes: 200, reads: 1 }),
        );
      }),
  ],
  [
    'a daemon looks its server up over TLS, which it asks by a unix socket',
    (scene) =>
      ownAgent(scene, () => {
        scene.start({ pid: 60, path: '/usr/lib/systemd/systemd-resolved', argv: ['systemd-resolved'], uid: 101 });
        scene.net({ pid: 60, at: 12, tx: helloBytes('opensslAddress'), port: 853 });
        for (const [pid, direction, own, other] of [
          [500, 'out', 'socket:901', 'socket:902'],
          [60, 'in', 'socket:902', 'socket:901'],
        ] as const) {
          const unix = { name: '/run/systemd/resolve/io.systemd.Resolve', socket: other };
          const more = { protocol: 'unix', socketType: 'stream', direction, unix } as const;
          scene.net({ pid, at: 30, socket: own, address: unix.name, port: 0, tx: text('{"name":"a.example"}'), more });
        }
      }),
  ],
  [
    'a packaged resolver with an interpreter inside forwards to a named server at a given address',
    (scene) => {
      scene.start({ pid: 40, path: '/usr/bin/curl', argv: ['curl'] });
      scene.resolve(40, 1);
      client(
        scene,
        { path: '/usr/sbin/unbound', argv: ['unbound', '-c', 'near.conf'] },
        'opensslName',
        ['libpython3.11.so.1.0', ...openssl],
        8853,
      );
    },
  ],
  [
    'a balancer in a container has an interpreter inside and asks servers at given addresses how they are',
    (scene) => {
      for (let i = 0; i < 12; i++) {
        if (i === 0)
          scene.start({
            pid: 500,
            parentPid: 50,
            path: '/usr/sbin/contained-proxy',
            argv: ['proxy', '-f', 'proxy.cfg'],
          });
        if (i === 0) for (const library of ['liblua5.3.so.0', ...openssl]) scene.map(500, library, 5);
        scene.tls(500, 2000 * i + 60, helloBytes('opensslAddress'), { port: 443, socket: `socket:${i}` });
      }
    },
  ],
  [
    'a resolver of no package forwards to a named server at a given address',
    (scene) => {
      scene.start({ pid: 40, path: '/usr/bin/curl', argv: ['curl'] });
      scene.resolve(40, 1);
      scene.start({ pid: 500, parentPid: 50, path: '/opt/own/resolver', argv: ['resolver'] });
      for (let i = 0; i < 24; i++)
        scene.tls(500, 10_000 * i + 60, helloToServer('pythonName'), { port: 853, socket: `socket:${i}` });
    },
  ],
  [
    'a program of no package talks to this host under its usual name',
    (scene) => {
      scene.start({ pid: 40, path: '/usr/bin/curl', argv: ['curl'] });
      scene.resolve(40, 1);
      scene.start({ pid: 500, parentPid: 50, path: '/opt/own/agent', argv: ['agent'] });
      for (let i = 0; i < 24; i++)
        scene.tls(500, 10_000 * i + 60, helloBytes('curlName'), {
          port: 443,
          address: '127.0.0.1',
          socket: `socket:${i}`,
        });
    },
  ],
  [
    'a packaged program forks, and its child goes on with the session',
    (scene) => {
      scene.start({ pid: 100, path: '/usr/bin/bash', argv: ['bash', '/root/copy.sh'] });
      scene.start({ pid: 500, parentPid: 100, path: '/usr/bin/pg_basebackup', argv: ['pg_basebackup'] });
      openssl.forEach((library) => {
        scene.map(500, library, 5);
      });
      scene.net({ pid: 500, at: 10, socket: 'socket:9', port: 5432, tx: new Uint8Array([0, 0, 0, 8, 4, 210, 22, 47]) });
      scene.play(makeProcessFork({ time: EPOCH + 20, pid: 501, parentPid: 500 }));
      scene.cipher(501, 40, { cipher: 'AES-256-GCM' });
      const tx = new Uint8Array([23, 3, 3, 1, 0, ...aes(256, 3)]);
      const rx = new Uint8Array([23, 3, 3, 64, 0, ...aes(4091, 4)]);
      const more = { inherited: true, direction: 'unknown' } as const;
      scene.net({
        pid: 501,
        at: 60,
        startedAt: 30,
        socket: 'socket:9',
        port: 5432,
        tx,
        rx,
        rxBytes: 60_000,
        turns: 2,
        more,
      });
    },
  ],
  [
    'a worker connects to the server that its parent looked up',
    (scene) => {
      scene.start({ pid: 40, path: '/usr/bin/curl', argv: ['curl'] });
      scene.resolve(40, 1);
      scene.start({ pid: 499, parentPid: 50, path: '/opt/own/agent', argv: ['agent'] });
      scene.resolve(499, 5);
      scene.start({ pid: 500, parentPid: 499, path: '/opt/own/agent', argv: ['agent'], at: 10 });
      for (let i = 0; i < 24; i++)
        scene.tls(500, 10_000 * i + 60, helloToServer('curlName'), { port: 443, socket: `socket:${i}` });
    },
  ],
  [
    'curl names its server',
    (scene) => client(scene, { path: '/usr/bin/curl', argv: ['curl', 'https://x/'] }, 'curlName', openssl),
  ],
  [
    'curl -k to an address',
    (scene) => client(scene, { path: '/usr/bin/curl', argv: ['curl', '-k'] }, 'curlAddress', openssl, 8443),
  ],
  [
    'curl was copied under another name',
    (scene) => client(scene, { path: '/home/u/x', argv: ['x'] }, 'curlAddress', openssl, 8443),
  ],
  [
    'curl was copied to a temporary directory',
    (scene) => client(scene, { path: '/tmp/x', argv: ['x'] }, 'curlAddress', openssl, 8443),
  ],
  [
    'wget does not check certificates',
    (scene) =>
      client(scene, { path: '/usr/bin/wget', argv: ['wget'] }, 'wgetAddress', ['libgnutls.so.30', 'libnettle.so.8']),
  ],
  [
    'apt fetches as its service account',
    (scene) =>
      client(scene, { path: '/usr/lib/apt/methods/https', argv: ['https'], uid: 42 }, 'gitName', ['libgnutls.so.30']),
  ],
  [
    'git fetches over https',
    (scene) => {
      scene.start({ pid: 100, path: '/usr/bin/git', argv: ['git', 'fetch'], stdio: terminal });
      scene.start({
        pid: 500,
        parentPid: 100,
        path: '/usr/lib/git-core/git-remote-http',
        argv: ['git-remote-https'],
        stdio: [pipe(1), pipe(2), ttyFd],
      });
      scene.map(500, 'libgnutls.so.30', 5);
      scene.tls(500, 20, helloBytes('gitName'), { port: 443 });
    },
  ],
  [
    'git from no package pushes a lot',
    (scene) => {
      scene.start({
        pid: 500,
        path: '/usr/local/bin/git-remote-https',
        argv: ['git-remote-https'],
        stdio: [pipe(1), pipe(2), ttyFd],
      });
      scene.map(500, 'libssl.so.3', 5);
      scene.tls(500, 20, helloBytes('gitName'), { port: 443 }, [900_000, 2000]);
    },
  ],
  [
    'ruby opens TLS to a server that it looked up, and does not name it',
    (scene) => namelessTls(scene, 500, () => scene.lookUp(500, 50, 'api.example.org')),
  ],
  [
    'the same where the server was looked up by the process that this one was forked from',
    (scene) =>
      namelessTls(scene, 501, () => {
        scene.lookUp(500, 40, 'api.example.org');
        scene.play(makeProcessFork({ time: EPOCH + 50, pid: 501, parentPid: 500 }));
      }),
  ],
  ['python urllib names its server', (scene) => client(scene, python, 'urllibName', pythonSsl)],
  [
    'python urllib with a context of its own names its server',
    (scene) => {
      scene.resolve(500, 40);
      client(scene, inline, 'urllibContext', pythonSsl, 8443);
    },
  ],
  [
    'a web server runs a script that calls a named server with a context of its own',
    (scene) => {
      scene.start({ pid: 60, parentPid: 50, path: '/usr/sbin/lighttpd', argv: ['lighttpd'], uid: 33 });
      scene.net({ pid: 60, at: 1, port: 40_000, more: { direction: 'in' } });
      scene.resolve(500, 40);
      const argv = ['perl', '/srv/www/cgi-bin/rates.pl'];
      scene.start({ pid: 500, parentPid: 60, path: '/usr/bin/perl', argv, uid: 33, at: 10 });
      scene.map(500, 'libssl.so.3', 600);
      scene.tls(500, 660, helloBytes('urllibContext'), { port: 8443 });
    },
  ],
  [
    'the same on a host whose lookups are seen',
    (scene) => {
      scene.start({ pid: 40, path: '/usr/bin/curl' });
      scene.resolve(40, 1);
      scene.start({ pid: 500, parentPid: 50, ...inline });
      scene.resolve(500, 40);
      pythonSsl.forEach((library) => {
        scene.map(500, library, 30);
      });
      scene.tls(500, 60, helloBytes('urllibContext'), { port: 8443 });
    },
  ],
  [
    'python requests uploads a report',
    (scene) => {
      scene.start({ pid: 500, parentPid: 50, ...python });
      pythonSsl.forEach((library) => {
        scene.map(500, library, 30);
      });
      scene.tls(500, 60, helloBytes('urllibName'), { port: 443 }, [800_000, 900]);
    },
  ],
  ['a python agent sends a heartbeat', (scene) => heartbeat(scene, python, 'urllibName', pythonSsl)],
  [
    'a python agent with a context of its own sends a heartbeat',
    (scene) => heartbeat(scene, python, 'urllibContext', pythonSsl),
  ],
  [
    'the same with a python from no package',
    (scene) => heartbeat(scene, { ...python, path: '/root/.pyenv/bin/python3.11' }, 'urllibContext', pythonSsl),
  ],
  [
    'a node from no package calls a server by address',
    (scene) => client(scene, { path: '/opt/node/bin/node', argv: ['node', '-e', 'fetch(1)'] }, 'nodeAddress', [], 8443),
  ],
  [
    'a monitoring agent from no package sends a heartbeat',
    (scene) => heartbeat(scene, { path: '/opt/mon/agent', argv: ['agent'] }, 'curlName', []),
  ],
  [
    'curl sends a heartbeat from a loop',
    (scene) => heartbeat(scene, { path: '/usr/bin/curl', argv: ['curl'] }, 'curlAddress', openssl),
  ],
  [
    'a node app calls a server by name',
    (scene) => client(scene, { path: '/home/u/.nvm/node', argv: ['node', '/srv/app/server.js'] }, 'nodeName', []),
  ],
  [
    'a node app calls a server by address',
    (scene) => client(scene, { path: '/usr/bin/node', argv: ['node', '/srv/app/server.js'] }, 'nodeAddress', [], 8443),
  ],
  [
    'a node app holds a websocket',
    (scene) => {
      scene.start({ pid: 500, path: '/usr/bin/node', argv: ['node', '/srv/app/bot.js'] });
      for (let i = 0; i < 30; i++) {
        scene.net({
          pid: 500,
          at: 60 + 30_000 * i,
          startedAt: 60,
          tx: helloBytes('nodeName'),
          rx: serverHello,
          txBytes: 2000 + 100 * i,
          rxBytes: 4000 + 300 * i,
          turns: 4 + 2 * i,
          snapshots: i,
          port: 443,
          txAt: 40 + 30_000 * i,
          rxAt: 55 + 30_000 * i,
        });
      }
    },
  ],
  [
    'a browser from no package opens many sessions',
    (scene) => {
      scene.start({ pid: 500, path: '/opt/firefox/firefox', argv: ['firefox'] });
      scene.map(500, 'libnss3.so', 300);
      scene.map(500, 'libfreeblpriv3.so', 500);
      for (let i = 0; i < 20; i++)
        scene.tls(500, 1000 + 137 * i * i, helloBytes('curlName'), {
          port: 443,
          socket: `socket:${i}`,
          address: `198.51.100.${i}`,
        });
    },
  ],
  [
    'a resolver speaks DNS over TLS',
    (scene) =>
      client(scene, { path: '/usr/sbin/unbound', argv: ['unbound'], uid: 110 }, 'opensslAddress', openssl, 853),
  ],
  [
    'chrony asks for NTS keys',
    (scene) =>
      client(scene, { path: '/usr/sbin/chronyd', argv: ['chronyd'], uid: 112 }, 'gitName', ['libgnutls.so.30'], 4460),
  ],
  [
    'wireguard in user space from no package',
    (scene) => {
      scene.start({ pid: 500, path: '/usr/local/bin/wireguard-go', argv: ['wireguard-go', 'wg0'] });
      const initiation = new Uint8Array([1, 0, 0, 0, ...aes(144)]);
      const answer = new Uint8Array([2, 0, 0, 0, ...aes(88)]);
      for (let i = 0; i < 8; i++)
        scene.net({
          pid: 500,
          at: 20 + 25_000 * i,
          startedAt: 20,
          tx: initiation,
          rx: answer,
          txBytes: 148 * (i + 1),
          rxBytes: 92 * (i + 1),
          snapshots: i,
          port: 51820,
          more: { protocol: 'udp' },
        });
    },
  ],
  [
    'openvpn connects',
    (scene) => {
      scene.start({ pid: 500, path: '/usr/sbin/openvpn', argv: ['openvpn'] });
      scene.map(500, 'libcrypto.so.3', 5);
      scene.net({
        pid: 500,
        at: 20,
        tx: new Uint8Array([0x38, ...aes(53)]),
        rx: new Uint8Array([0x40, ...aes(61)]),
        port: 1194,
        more: { protocol: 'udp' },
      });
    },
  ],
  [
    'restic from no package uploads to a named bucket',
    (scene) => {
      scene.start({ pid: 500, path: '/usr/local/bin/restic', argv: ['restic', 'backup'] });
      scene.tls(500, 60, helloBytes('curlName'), { port: 443 }, [90_000_000, 60_000]);
    },
  ],
  [
    'restic from no package uploads to a store at an address',
    (scene) => {
      scene.start({ pid: 500, path: '/usr/local/bin/restic', argv: ['restic', 'backup'] });
      scene.tls(500, 60, helloBytes('curlAddress'), { port: 9000 }, [90_000_000, 60_000]);
    },
  ],
  [
    'a JVM from no package talks to a cluster by address',
    (scene) =>
      client(scene, { path: '/opt/jdk/bin/java', argv: ['java', '-jar', '/srv/app.jar'] }, 'opensslAddress', [], 9093),
  ],
  [
    'a packaged JVM runs an application of no package, which talks to a cluster by address',
    (scene) => client(scene, application, 'opensslAddress', [], 9093),
  ],
  [
    'the same uploads a lot to a named server',
    (scene) => {
      scene.start({ pid: 500, parentPid: 50, ...application });
      scene.tls(500, 60, helloBytes('curlName'), { port: 443 }, [90_000_000, 60_000]);
    },
  ],
  [
    'the same, as a service account, reports to a named server every ten seconds',
    (scene) => heartbeat(scene, { ...application, uid: 997 }, 'curlName', []),
  ],
  [
    'dotnet runs an application of no package, with libraries of its own, that asks a server by name',
    (scene) => client(scene, { path: '/usr/bin/dotnet', argv: ['dotnet', '/opt/app/app.dll'] }, 'curlName', openssl),
  ],
  [
    'a packaged client that the loader runs',
    (scene) => client(scene, { path: loader, argv: [loader, '/usr/bin/curl', '-k'] }, 'curlAddress', openssl, 8443),
  ],
  [
    'a packaged client has mapped a library that was built here',
    (scene) => {
      scene.play(makeDirectory({ place: placeOf(71), path: '/usr/local/lib' }));
      scene.start({ pid: 500, parentPid: 50, path: '/usr/bin/curl', argv: ['curl', '-k'] });
      scene.play(makeLibraryMap({ time: EPOCH + 5, pid: 500, name: 'libssl.so.3', place: placeOf(71) }));
      scene.tls(500, 60, helloBytes('curlAddress'), { port: 8443 });
    },
  ],
  [
    'a packaged python script reports to an address every ten seconds',
    (scene) =>
      heartbeat(
        scene,
        { path: '/usr/bin/python3.11', argv: ['python3', '/usr/bin/agent'] },
        'pythonAddress',
        pythonSsl,
      ),
  ],
  [
    'a PostgreSQL replica follows over TLS',
    (scene) => {
      scene.start({ pid: 500, path: '/usr/lib/postgresql/15/bin/postgres', argv: ['postgres'], uid: 105 });
      scene.map(500, 'libssl.so.3', 5);
      for (let i = 0; i < 10; i++)
        scene.net({
          pid: 500,
          at: 20 + 10_000 * i,
          startedAt: 20,
          tx: new Uint8Array([0, 0, 0, 8, 4, 210, 22, 47]),
          rx: text('S'),
          txBytes: 500 + 40 * i,
          rxBytes: 9000 * (i + 1),
          snapshots: i,
          port: 5432,
        });
    },
  ],
  [
    'an operator allowed the image',
    (scene) => {
      scene.start({ pid: 500, path: '/opt/allowed/agent', argv: ['agent'] });
      scene.net({ pid: 500, at: 5, tx: aes(300) });
    },
  ],
];

describe('AN0401 stays quiet when', () => testQuiet(ROWS));
