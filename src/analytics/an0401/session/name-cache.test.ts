/** Whose names may have been looked up by a daemon: told from whether a name that nobody was seen looking up is odd. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { helloToServer } from '../testing/client-hello.ts';
import { Scene } from '../testing/scene.ts';

interface Asked {
  /** Of the daemon's own session; undefined where it has none. */
  readonly port?: number;
  /** The daemon's session is told only after the program was answered. */
  readonly late?: boolean;
  readonly socketType?: 'stream' | 'datagram';
  /** The daemon connected to the program. */
  readonly reversed?: boolean;
  /** Another program asked. */
  readonly by?: number;
}

/** Process 500 names a server, after a program connected to the daemon 60. */
function isOdd({ port, late = false, socketType = 'stream', reversed = false, by = 500 }: Asked): boolean {
  const scene = new Scene();
  scene.start({ pid: 40, path: '/usr/bin/curl', argv: ['curl'] });
  scene.resolve(40, 1);
  scene.start({ pid: 60, path: '/usr/lib/systemd/systemd-resolved' });
  scene.start({ pid: 500, parentPid: 50, path: '/opt/own/agent', argv: ['agent'] });
  const upstream = () => {
    if (port !== undefined) scene.net({ pid: 60, at: 20, address: '192.0.2.53', port, tx: new Uint8Array(60) });
  };
  if (!late) upstream();
  const end = (pid: number, socket: number, other: number, direction: 'in' | 'out') => {
    const unix = { name: '/run/names.sock', socket: `socket:${other}` };
    const more = { protocol: 'unix', socketType, direction, unix } as const;
    scene.net({ pid, at: 30, socket: `socket:${socket}`, address: unix.name, port: 0, tx: new Uint8Array(20), more });
  };
  end(by, 1, 2, reversed ? 'in' : 'out');
  end(60, 2, 1, reversed ? 'out' : 'in');
  if (late) upstream();
  scene.net({ pid: 500, at: 400, startedAt: 60, tx: helloToServer('curlName'), port: 443 });
  const { reasons = [] } = scene.probe.last.find(({ leg }) => leg === 'abnormal-bytes') ?? {};
  return reasons.some((reason) => reason.startsWith('nobody was seen looking up'));
}

describe('a name may have been looked up by a daemon that', () => {
  for (const port of [53, 853, 5353]) it(`asks others on port ${port}`, () => assert.ok(!isOdd({ port })));
  it('is seen to ask others only later', () => assert.ok(!isOdd({ port: 853, late: true })));
});

describe('a name was looked up by nobody when the daemon', () => {
  const rows: readonly (readonly [what: string, asked: Asked])[] = [
    ['talks to nobody', {}],
    ['talks to no name server', { port: 443 }],
    ['only takes messages', { port: 853, socketType: 'datagram' }],
    ['connected to the program, as its client', { port: 853, reversed: true }],
    ['was asked by another program', { port: 853, by: 40 }],
  ];
  for (const [what, asked] of rows) it(what, () => assert.ok(isOdd(asked)));
});
