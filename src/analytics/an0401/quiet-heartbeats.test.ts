/** What AN0401 must not tell of programs that call somebody regularly because that is their work. */
import { describe } from 'node:test';
import { burst, exchange, type Rhythm, timesOf } from './testing/callbacks.ts';
import { helloBytes, helloToServer } from './testing/client-hello.ts';
import { openssl, pythonSsl } from './testing/clients.ts';
import { type QuietRow, testQuiet } from './testing/quiet-table.ts';
import { nullFd, pipe, type Scene, type Started, serverHello, type Traffic } from './testing/scene.ts';

const text = (words: string) => new TextEncoder().encode(words);

interface Heart {
  readonly program: Omit<Started, 'pid'>;
  readonly rhythm: Rhythm;
  readonly count?: number;
  readonly libraries?: readonly string[];
  /** It looks its server up, where look-ups are seen. */
  readonly resolves?: boolean;
}

/** A long-lived program: starts, maps what it needs, then beats. */
function beating(
  scene: Scene,
  { program, rhythm, count = 24, libraries = [], resolves = false }: Heart,
  beat: (at: number, i: number) => void,
): void {
  scene.start({ pid: 500, parentPid: 50, ...program });
  libraries.forEach((library) => {
    scene.map(500, library, 5);
  });
  if (resolves) scene.resolve(500, 6);
  timesOf(rhythm, count, 3).forEach((time, i) => {
    beat(time + 60, i);
  });
}

const session = (i: number, more: Partial<Traffic>) => ({ port: 443, socket: `socket:${i}`, ...more });

/** One session of TLS that each beat goes into. */
function inOne(scene: Scene, hello: Uint8Array, [out, into]: readonly [number, number], more: Partial<Traffic> = {}) {
  return (at: number, i: number) =>
    burst(scene, {
      pid: 500,
      at,
      startedAt: 60,
      tx: hello,
      rx: serverHello,
      txBytes: 600 + out * (i + 1),
      rxBytes: 3100 + into * (i + 1),
      turns: 5 + 2 * i,
      snapshots: i,
      port: 443,
      ...more,
    });
}

/** One session of a protocol with its cryptography inside, to a server that was looked up and greets. */
function onceLookedUp(scene: Scene, at: number, i: number, more: Partial<Traffic>): void {
  scene.lookUp(500, at - 30, 'near.example.org');
  const common = { pid: 500, startedAt: at, socket: `socket:${i}`, tx: banner, rx: banner, ...more };
  scene.net({ ...common, at: at + 4, tx: new Uint8Array(0), snapshots: 0 });
  scene.net({ ...common, at: at + 40, txBytes: 600, rxBytes: 3000, turns: 9, snapshots: 1, last: true });
}

const banner = text('SSH-2.0-paramiko_2.12.0\r\n');

const minute: Rhythm = { interval: 60, jitter: 0.005 };
const loose: Rhythm = { interval: 60, jitter: 0.1 };
const tenSeconds: Rhythm = { interval: 10, jitter: 0.01 };

const poll = { path: '/srv/venv/bin/python3.11', argv: ['python3', '/srv/app/poll.py'] };

const ROWS: readonly QuietRow[] = [
  [
    'a packaged exporter pushes its metrics over http',
    (scene) =>
      beating(
        scene,
        { program: { path: '/usr/bin/curl', argv: ['curl', '--data-binary', '@-'] }, rhythm: minute },
        (at, i) =>
          exchange(scene, {
            pid: 500,
            at,
            port: 9091,
            socket: `socket:${i}`,
            tx: text(`POST /metrics/job/node HTTP/1.1\r\nHost: push\r\n\r\nnode_load1 0.${i}\n`),
            rx: text('HTTP/1.1 202 Accepted\r\n\r\n'),
          }),
      ),
  ],
  [
    'zabbix asks for active checks with a key of its own, without names',
    (scene) =>
      beating(
        scene,
        {
          program: { path: '/usr/sbin/zabbix_agentd', argv: ['zabbix_agentd'], uid: 113 },
          rhythm: minute,
          libraries: openssl,
        },
        (at, i) => scene.tls(500, at, helloBytes('opensslAddress'), session(i, { port: 10051 }), [400, 300]),
      ),
  ],
  [
    'telegraf from a package pushes over one session',
    (scene) =>
      beating(
        scene,
        { program: { path: '/usr/bin/telegraf', argv: ['telegraf'], uid: 998 }, rhythm: tenSeconds },
        inOne(scene, helloBytes('curlName'), [6000, 200]),
      ),
  ],
  [
    'telegraf from no package pushes to a named server over one session',
    (scene) =>
      beating(
        scene,
        {
          program: { path: '/opt/telegraf/telegraf', argv: ['telegraf'], uid: 998 },
          rhythm: tenSeconds,
          resolves: true,
        },
        inOne(scene, helloToServer('curlName'), [6000, 200]),
      ),
  ],
  [
    'telegraf from no package pushes to a store at an address over one session',
    (scene) =>
      beating(
        scene,
        { program: { path: '/opt/telegraf/telegraf', argv: ['telegraf'] }, rhythm: tenSeconds, count: 60 },
        inOne(scene, helloBytes('curlAddress'), [6000, 200], { port: 8086 }),
      ),
  ],
  [
    'a shipper of no package delivers a batch to a store at an address every minute',
    (scene) =>
      beating(scene, { program: { path: '/opt/ship/agent', argv: ['agent'] }, rhythm: minute, count: 60 }, (at, i) =>
        scene.tls(500, at, helloBytes('curlAddress'), session(i, { port: 8086 }), [200_000, 300]),
      ),
  ],
  [
    'collectd sends signed and encrypted values by datagram',
    (scene) =>
      beating(
        scene,
        {
          program: { path: '/usr/sbin/collectd', argv: ['collectd'] },
          rhythm: tenSeconds,
          libraries: ['libgcrypt.so.20'],
        },
        (at, i) =>
          scene.net({
            pid: 500,
            at,
            startedAt: 60,
            snapshots: i,
            port: 25826,
            tx: new Uint8Array([
              2,
              16,
              4,
              172,
              0,
              4,
              ...text('user'),
              ...helloBytes('opensslAddress').subarray(16, 200),
            ]),
            txBytes: 1300 * (i + 1),
            more: { protocol: 'udp' },
          }),
      ),
  ],
  [
    'apt looks for updates twice a day',
    (scene) => {
      for (let i = 0; i < 12; i++) {
        const at = i * 43_200_000;
        scene.start({ pid: 500 + i, parentPid: 50, path: '/usr/lib/apt/methods/https', argv: ['https'], uid: 42, at });
        scene.map(500 + i, 'libgnutls.so.30', at + 5);
        scene.tls(500 + i, at + 60, helloBytes('gitName'), { port: 443 });
      }
    },
  ],
  [
    'chrony asks for the time',
    (scene) =>
      beating(
        scene,
        { program: { path: '/usr/sbin/chronyd', argv: ['chronyd'], uid: 112 }, rhythm: { interval: 64, jitter: 0.02 } },
        (at, i) => {
          const ask = new Uint8Array([
            0x23,
            ...new Array<number>(39).fill(0),
            ...helloBytes('gitName').subarray(12, 20),
          ]);
          const traffic = { pid: 500, at, startedAt: 60, snapshots: i, port: 123, tx: ask, rx: ask };
          scene.net({ ...traffic, txBytes: 48 * (i + 1), rxBytes: 48 * (i + 1), more: { protocol: 'udp' } });
        },
      ),
  ],
  [
    'cron fetches with git every five minutes',
    (scene) => {
      for (let i = 0; i < 24; i++) {
        const at = i * 300_000;
        const [shell, git] = [600 + 2 * i, 601 + 2 * i];
        scene.start({
          pid: shell,
          parentPid: 50,
          path: '/usr/bin/dash',
          argv: ['/bin/sh', '-c', 'cd /srv/app && git fetch'],
          at,
        });
        const stdio = [pipe(1), pipe(2), nullFd] as const;
        scene.start({
          pid: git,
          parentPid: shell,
          path: '/usr/lib/git-core/git-remote-http',
          argv: ['git-remote-https'],
          stdio,
          at,
        });
        scene.map(git, 'libgnutls.so.30', at + 5);
        scene.tls(git, at + 20, helloBytes('gitName'), { port: 443 }, [700, 900]);
      }
    },
  ],
  [
    'python looks for new versions of packages',
    (scene) =>
      beating(
        scene,
        {
          program: { path: '/srv/venv/bin/python3.11', argv: ['python3', '-m', 'pip', 'list', '--outdated'] },
          rhythm: { interval: 2, jitter: 0.4 },
          libraries: pythonSsl,
          resolves: true,
        },
        (at, i) => scene.tls(500, at, helloBytes('urllibName'), session(i, {}), [400, 90_000]),
      ),
  ],
  [
    'a browser of no package keeps a session alive',
    (scene) =>
      beating(
        scene,
        {
          program: { path: '/opt/firefox/firefox', argv: ['firefox'] },
          rhythm: { interval: 30, jitter: 0.01 },
          libraries: ['libnss3.so'],
          resolves: true,
        },
        inOne(scene, helloToServer('curlName'), [40, 40]),
      ),
  ],
  [
    'kubelet of no package reports to its server by address',
    (scene) =>
      beating(
        scene,
        {
          program: { path: '/usr/local/bin/kubelet', argv: ['kubelet'] },
          rhythm: { interval: 10, jitter: 0.04 },
          count: 60,
        },
        inOne(scene, helloBytes('curlAddress'), [900, 700], { port: 6443 }),
      ),
  ],
  [
    'consul of no package looks whether a service answers',
    (scene) =>
      beating(
        scene,
        { program: { path: '/opt/consul/consul', argv: ['consul', 'agent'], uid: 997 }, rhythm: tenSeconds },
        (at, i) =>
          scene.tls(500, at, helloBytes('curlAddress'), session(i, { address: '127.0.0.1', port: 8443 }), [120, 300]),
      ),
  ],
  [
    'a python script in an environment of its own asks a service by name each minute',
    (scene) =>
      beating(
        scene,
        {
          program: { path: '/srv/venv/bin/python3.11', argv: ['python3', '/srv/app/poll.py'] },
          rhythm: minute,
          libraries: pythonSsl,
          resolves: true,
        },
        (at, i) => scene.tls(500, at, helloBytes('urllibName'), session(i, {}), [350, 2000]),
      ),
  ],
  [
    'the same with a little jitter, as a service account',
    (scene) =>
      beating(
        scene,
        {
          program: { path: '/usr/bin/python3.11', argv: ['python3', '/srv/app/poll.py'], uid: 998 },
          rhythm: { interval: 60, jitter: 0.2 },
          libraries: pythonSsl,
          resolves: true,
        },
        (at, i) => scene.tls(500, at, helloBytes('urllibName'), session(i, {}), [350, 2000]),
      ),
  ],
  [
    'a perl script of no package tells a service its address every five minutes',
    (scene) =>
      beating(
        scene,
        {
          program: { path: '/usr/bin/perl', argv: ['perl', '/usr/local/bin/ddclient'] },
          rhythm: { interval: 300, jitter: 0.01 },
          libraries: openssl,
          resolves: true,
        },
        (at, i) => scene.tls(500, at, helloToServer('urllibName'), session(i, {}), [250, 400]),
      ),
  ],
  [
    'a python script in an environment of its own asks a host by ssh each minute, which it looks up',
    (scene) =>
      beating(scene, { program: poll, rhythm: loose, libraries: ['_rust.abi3.so', 'libcrypto.so.3'] }, (at, i) =>
        onceLookedUp(scene, at, i, { port: 22 }),
      ),
  ],
  [
    'the same of a database that wraps its TLS',
    (scene) =>
      beating(scene, { program: poll, rhythm: loose, libraries: pythonSsl }, (at, i) => {
        const rx = Uint8Array.from([74, 0, 0, 0, 10, ...text('8.0.36\0')]);
        onceLookedUp(scene, at, i, { port: 3306, tx: Uint8Array.from([32, 0, 0, 1, 5, 170, 63, 25]), rx });
      }),
  ],
  [
    'a python script runs a command every minute over one session of ssh to an address',
    (scene) =>
      beating(
        scene,
        { program: poll, rhythm: loose, libraries: ['_rust.abi3.so', ...pythonSsl] },
        inOne(scene, banner, [180, 900], { rx: banner, port: 22 }),
      ),
  ],
  [
    'restic of no package backs up every night to a store at an address',
    (scene) =>
      beating(
        scene,
        {
          program: { path: '/usr/local/bin/restic', argv: ['restic', 'backup'] },
          rhythm: { interval: 86_400, jitter: 0.001 },
          count: 60,
        },
        (at, i) =>
          scene.tls(500, at, helloBytes('curlAddress'), session(i, { port: 9000 }), [
            90_000_000 + 7_000_000 * (i % 5),
            60_000,
          ]),
      ),
  ],
];

describe('AN0401 stays quiet when, on a schedule,', () => testQuiet(ROWS));
