/** net_session of unix, raw and packet sockets: who is at the other end, and what each message was, as the trigger tells. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { NetSession } from '../../../src/event/index.ts';
import { netSessions, Sensor } from '../harness.ts';
import { kernelTestsSkip, PYTHON, ROOT } from '../requirement.ts';

const CANNOT = 77;
const TRIGGER = `${ROOT}/test/kernel/triggers/sockets.py`;

interface FlowReport {
  readonly bytes: number;
  readonly messages: number;
  readonly first: string;
}

interface EndReport {
  readonly pid: number;
  readonly socket: string;
  readonly end?: 'client' | 'server';
  readonly tx: FlowReport;
  readonly rx: FlowReport;
  /** Of raw and packet sockets: the longest message each way. */
  readonly longest?: readonly [string, string];
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('net_session of other than internet transports', { skip: kernelTestsSkip() }, () => {
  let sensor: Sensor;
  let directory: string;
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'cipherwatch-sockets-'));
    sensor = await Sensor.start();
  });
  after(async () => {
    await sensor?.stop();
    rmSync(directory, { recursive: true });
  });

  /** What the ends of a scenario said of themselves, each with its sessions. */
  async function play(scenario: string) {
    const room = mkdtempSync(join(directory, 's'));
    const run = await sensor.run(PYTHON, [TRIGGER, scenario, room]);
    if (run.code === CANNOT) return undefined;
    assert.equal(run.code, 0);
    const sessions = netSessions(run.events);
    const told = run.report<EndReport>().map((report) => ({
      report,
      sessions: sessions.filter(({ socket, pid }) => socket === `socket:${report.socket}` && pid === report.pid),
    }));
    assert.ok(told.length > 0, 'the trigger reported nothing');
    return { room, told };
  }

  const counts = ({ tx, rx }: NetSession | EndReport) => [tx.bytes, tx.messages, rx.bytes, rx.messages];

  for (const [scenario, socketType, name] of [
    ['unix_stream', 'stream', (room: string) => `${room}/end`],
    ['unix_seqpacket', 'seqpacket', (room: string) => `${room}/end`],
    ['unix_abstract', 'stream', (room: string) => `@${room.replaceAll('/', '@')}@end`],
  ] as const) {
    test(`${scenario}: each end names the other`, async () => {
      const played = await play(scenario);
      assert.ok(played);
      const [client, server] = (['client', 'server'] as const).map((end) =>
        played.told.find(({ report }) => report.end === end),
      );
      assert.ok(client && server);
      for (const [mine, other, direction] of [
        [client, server, 'out'],
        [server, client, 'in'],
      ] as const) {
        const [session, ...more] = mine.sessions;
        assert.ok(session && more.length === 0, `${mine.sessions.length} sessions`);
        assert.deepEqual(counts(session), counts(mine.report));
        assert.deepEqual([hex(session.tx.first), hex(session.rx.first)], [mine.report.tx.first, mine.report.rx.first]);
        assert.deepEqual(
          [session.protocol, session.socketType, session.direction, session.unix, session.remote],
          [
            'unix',
            socketType,
            direction,
            { name: name(played.room), socket: `socket:${other.report.socket}`, pid: other.report.pid },
            { address: name(played.room), port: 0 },
          ],
        );
      }
    });
  }

  for (const scenario of ['unix_datagram', 'unix_datagram_unconnected']) {
    test(`${scenario}: the sender's session has the receiver's name`, async () => {
      const played = await play(scenario);
      assert.ok(played);
      for (const { report, sessions } of played.told) {
        const [session, ...more] = sessions;
        assert.ok(session && more.length === 0, `${sessions.length} sessions`);
        assert.deepEqual(counts(session), counts(report));
        assert.equal(session.direction, report.end === 'client' ? 'out' : 'in');
        assert.equal(session.unix?.name, `${played.room}/end`);
      }
    });
  }

  for (const [scenario, protocol, socketType, direction, remote] of [
    ['raw_icmp', 'icmp', 'raw', 'out', '127.0.0.1'],
    ['raw_icmp6', 'icmp', 'raw', 'out', '::1'],
    ['raw_connected', 'raw', 'raw', 'out', '127.0.0.2'],
    ['ping', 'icmp', 'datagram', 'out', '127.0.0.1'],
    ['packet_datagram', 'packet', 'datagram', 'out', '::'],
    ['packet_raw', 'packet', 'raw', 'out', '::'],
    ['listening', 'raw', 'raw', 'in', '127.0.0.1'],
  ] as const) {
    test(`${scenario}: the longest message each way is kept as it was handed over`, async (t) => {
      const played = await play(scenario);
      if (played === undefined) return t.skip('this machine lets nobody open such a socket');
      const [{ report, sessions } = assert.fail()] = played.told;
      const [session, ...more] = sessions;
      assert.ok(session && more.length === 0, `${sessions.length} sessions`);
      assert.deepEqual(counts(session), counts(report));
      assert.deepEqual(
        [session.protocol, session.socketType, session.direction, session.remote],
        [protocol, socketType, direction, { address: remote, port: 0 }],
      );
      assert.deepEqual([hex(session.tx.first), hex(session.rx.first)], report.longest);
      assert.equal(session.unix, undefined);
    });
  }

  test('a raw socket that sends to another place has another session', async () => {
    const played = await play('raw_to_two');
    assert.deepEqual(
      played?.told[0]?.sessions.map(({ remote, tx }) => [remote.address, tx.messages]),
      [
        ['127.0.0.2', 2],
        ['127.0.0.3', 1],
      ],
    );
  });

  for (const [what, script] of [
    ['two ends of a socketpair talk', 'a,b=socket.socketpair(); a.send(b"x"*100); b.recv(100)'],
    [
      'a unix socket is connected and never used',
      'l=socket.socket(socket.AF_UNIX); l.bind("\\0cipherwatch-unused"); l.listen(1); s=socket.socket(socket.AF_UNIX); s.connect("\\0cipherwatch-unused")',
    ],
    ['a raw socket is made and never used', 's=socket.socket(socket.AF_INET, socket.SOCK_RAW, 253)'],
  ] as const) {
    test(`stays quiet when ${what}`, async () => {
      const run = await sensor.run(PYTHON, ['-c', `import socket; ${script}`]);
      assert.equal(run.code, 0);
      assert.deepEqual(netSessions(run.events), []);
    });
  }
});
