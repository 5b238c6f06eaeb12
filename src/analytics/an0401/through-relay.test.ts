/** AN0401 and programs that speak through a unix socket to another one, which has the session. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aes, rc4 } from './testing/ciphertext.ts';
import { helloBytes, helloToServer } from './testing/client-hello.ts';
import { type QuietRow, testQuiet } from './testing/quiet-table.ts';
import { type Relayed, throughRelay } from './testing/relay.ts';
import { keyOf, Scene, serverHello } from './testing/scene.ts';

const text = (words: string) => new TextEncoder().encode(words);
/** Structured and binary, as a database speaks. */
const query = Uint8Array.from([
  ...[0x51, 0, 0, 0, 70],
  ...text('select id, name, changed from article where id in ($1, $2, $3)'),
  0,
]);
const rows = Uint8Array.from([
  0x54,
  0,
  0,
  1,
  200,
  0,
  3,
  ...text('id'),
  0,
  0,
  0,
  64,
  6,
  0,
  1,
  0,
  0,
  ...text('name and some words of it'.repeat(8)),
]);

const SOCAT = { pid: 60, path: '/usr/bin/socat', argv: ['socat', 'UNIX-LISTEN:/run/near.sock', 'TCP:10.20.0.2:9000'] };
const SSH = { pid: 60, path: '/usr/bin/ssh', argv: ['ssh', '-N', '-L', '/run/near.sock:10.20.0.2:9000', 'peer'] };
const IMPLANT = { pid: 300, path: '/opt/vendor/agentd', argv: ['agentd'] };

const socket = { type: 'inet', object: 'socket:1' } as const;
const BASH = { pid: 300, path: '/usr/bin/bash', argv: ['bash', '-i'], stdio: [socket, socket, socket] as const };

const near = { type: 'unix', object: 'socket:1', peer: 'socket:2' } as const;
const CHECK = { pid: 300, path: '/usr/bin/bash', argv: ['bash', '/usr/local/bin/check'] };

type Row = readonly [what: string, user: Parameters<Scene['start']>[0], relay: typeof SOCAT, how: Partial<Relayed>];

function played([, user, relay, how]: Row): Scene {
  const scene = new Scene();
  scene.start({ parentPid: 50, ...relay });
  scene.start({ parentPid: 50, ...user });
  throughRelay(scene, { user: user.pid, relay: relay.pid, tx: rc4(400), rx: rc4(60, 2), how: 'as it is', ...how });
  return scene;
}

describe('AN0401 finds ciphertext that a program has passed on', () => {
  const FOUND: readonly Row[] = [
    ['by socat', IMPLANT, SOCAT, {}],
    ['by ssh, which encrypts it again', IMPLANT, SSH, { how: 'ssh' }],
    ['by a relay on an abstract name', IMPLANT, SOCAT, { name: '@near' }],
    ['in packets of a sequence', IMPLANT, SOCAT, { socketType: 'seqpacket' }],
    ['by a relay that connects to the program', IMPLANT, SOCAT, { userListens: true }],
    ['by a relay that connects to the program over loopback', IMPLANT, SOCAT, { userListens: true, loopback: true }],
    [
      'by a relay, from a script',
      { pid: 300, path: '/usr/bin/python3.11', argv: ['python3', '/srv/x.py'] },
      SSH,
      { how: 'ssh' },
    ],
    [
      'by a relay in TLS that names no server',
      { pid: 300, path: '/opt/vendor/agentd', memfd: true },
      SOCAT,
      { tx: helloBytes('opensslAddress'), rx: serverHello },
    ],
  ];
  for (const row of FOUND) {
    it(row[0], () => {
      const scene = played(row);
      const [found] = scene.verdicts;
      assert.ok(found && found.confidence >= 0.5, JSON.stringify(scene.verdicts));
      assert.equal(found.actor, keyOf(300));
      assert.deepEqual([...found.participants].sort(), [keyOf(300), keyOf(60)].sort());
      assert.deepEqual(new Set(found.sessions?.map(({ remote }) => remote.address)), new Set(['10.20.0.2']));
      assert.ok(found.title.endsWith(`through ${row[2].path}`), found.title);
      assert.equal(new Set(scene.verdicts.map(({ uid }) => uid)).size, 1, 'one case');
      assert.deepEqual(scene.analytic.faults(), {});
    });
  }
});

describe('AN0401 finds a shell that talks in clear to a relay which encrypts', () => {
  const said = { tx: text('uid=0(root) gid=0(root)\n# '), rx: text('id\n'), how: 'ssh', loopback: true } as const;
  const FOUND: readonly Row[] = [
    ['over loopback', BASH, SSH, said],
    ['over a unix socket', { ...BASH, stdio: [near, near, near] }, SSH, { ...said, loopback: false }],
    ['whatever the two are called', { ...BASH, path: '/opt/a', argv: ['a', '-i'] }, { ...SSH, path: '/opt/b' }, said],
  ];
  for (const row of FOUND) {
    it(row[0], () => {
      const { verdicts, last, analytic } = played(row);
      assert.equal(last?.actor, keyOf(300));
      assert.match(last?.title ?? '', /over an encrypted session \(ssh\) to 10\.20\.0\.2/);
      assert.match(
        last?.legs.find(({ leg }) => leg === 'crypto-evidence')?.reasons[0] ?? '',
        /encrypts it: it speaks ssh/,
      );
      assert.equal(new Set(verdicts.map(({ uid }) => uid)).size, 1, 'one case');
      assert.deepEqual(analytic.faults(), {});
    });
  }
});

const through = (row: Row): QuietRow => [
  row[0],
  (scene) => {
    const [, user, relay, how] = row;
    scene.start({ parentPid: 50, ...relay });
    scene.start({ parentPid: 50, ...user });
    throughRelay(scene, { user: user.pid, relay: relay.pid, tx: query, rx: rows, how: 'as it is', ...how });
  },
];
const script = { pid: 300, path: '/usr/bin/python3.11', argv: ['python3', '/srv/app/report.py'] };
const php = { pid: 60, path: '/usr/sbin/php-fpm8.2', argv: ['php-fpm'] };

const TUNNELED = { how: 'ssh', tx: query, rx: rows, loopback: true } as const;

describe('AN0401 stays quiet when', () => {
  testQuiet(
    (
      [
        ['a script asks a database through an ssh tunnel', script, SSH, { how: 'ssh', tx: query, rx: rows }],
        ['a program of no package asks a database through socat', IMPLANT, SOCAT, {}],
        ['psql asks a database through an ssh tunnel', { pid: 300, path: '/usr/bin/psql' }, SSH, { how: 'ssh' }],
        [
          'an application gives HTTP to a sidecar',
          IMPLANT,
          { ...SOCAT, path: '/usr/bin/envoy' },
          { tx: text('GET / HTTP/1.1\r\nHost: api\r\n\r\n'), rx: text('HTTP/1.1 200 OK\r\n\r\n'), how: 'ssh' },
        ],
        ['a script of no package asks a database over loopback through an ssh tunnel', script, SSH, TUNNELED],
        ['a shell script asks a database over loopback through an ssh tunnel', CHECK, SSH, TUNNELED],
        ['a shell script asks a service that has sessions of its own', CHECK, SSH, { ...TUNNELED, how: 'not' }],
        [
          'an application names its server through a relay',
          IMPLANT,
          SOCAT,
          { tx: helloToServer('curlName'), rx: serverHello, port: 443 },
        ],
        [
          'a packaged client speaks TLS through a tunnel',
          { pid: 300, path: '/usr/bin/openssl' },
          SSH,
          { how: 'ssh', tx: helloBytes('opensslAddress'), rx: serverHello },
        ],
        ['nginx gives a request to php over a unix socket', { pid: 300, path: '/usr/sbin/nginx' }, php, { how: 'not' }],
        [
          'a vault of no package talks ciphertext to its daemon',
          IMPLANT,
          { ...SOCAT, path: '/opt/vault/daemon' },
          { tx: aes(300), rx: aes(200, 2), how: 'no session' },
        ],
        [
          'a vault of no package talks ciphertext to its daemon, which loads a page',
          IMPLANT,
          { ...SOCAT, path: '/usr/bin/vault-daemon' },
          { tx: aes(300), rx: aes(200, 2), how: 'not' },
        ],
      ] satisfies readonly Row[]
    ).map(through),
  );
});
