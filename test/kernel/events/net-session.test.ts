/** net_session: TCP and UDP over IPv4 and IPv6, both ends, byte for byte as the trigger accounts for it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Flow, NetSession } from '../../../src/event/index.ts';
import { netSessions, Sensor } from '../harness.ts';
import { shown } from '../place.ts';
import { kernelTestsSkip, PYTHON } from '../requirement.ts';
import { trigger } from '../trigger.ts';

const CANNOT = 77;

interface FlowReport {
  readonly bytes: number;
  readonly messages: number;
  readonly first: string;
  /** Beginning of the stream in hex, messages one after the other. */
  readonly stream: string;
}

interface SocketReport {
  readonly pid: number;
  readonly direction: string;
  readonly inherited: number;
  readonly spliced: number;
  readonly turns: number;
  readonly socket: string;
  readonly namespace: number;
  readonly local: { readonly address: string; readonly port: number };
  readonly remote: { readonly address: string; readonly port: number };
  readonly tx: FlowReport;
  readonly rx: FlowReport;
}

/** `exact`: every message is one buffer of at most 512 bytes, so that the histogram holds the whole stream. */
const SCENARIOS: readonly { readonly name: string; readonly protocol: 'tcp' | 'udp'; readonly exact?: boolean }[] = [
  { name: 'tcp4', protocol: 'tcp' },
  { name: 'tcp6', protocol: 'tcp' },
  { name: 'udp4_connected', protocol: 'udp', exact: true },
  { name: 'udp4_unconnected', protocol: 'udp', exact: true },
  { name: 'udp6_unconnected', protocol: 'udp', exact: true },
  { name: 'udp_many_at_once', protocol: 'udp', exact: true },
  { name: 'peeked', protocol: 'tcp', exact: true },
  { name: 'by_sendfile', protocol: 'tcp' },
  { name: 'much', protocol: 'tcp' },
  { name: 'put_on_stdio', protocol: 'tcp', exact: true },
  { name: 'born_with_it', protocol: 'tcp', exact: true },
];

function histogramOf(bytes: Uint8Array): Uint16Array {
  const counts = new Uint16Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  return counts;
}

function compareFlow(flow: Flow, report: FlowReport, exact: boolean): void {
  assert.deepEqual([flow.bytes, flow.messages], [report.bytes, report.messages]);
  assert.equal(flow.firstAt !== undefined, report.bytes > 0);
  assert.ok((flow.firstAt ?? 0) <= (flow.lastAt ?? 0));
  const stream = Buffer.from(report.stream, 'hex');
  const first = Buffer.from(report.first, 'hex');
  assert.ok(flow.first.length >= first.length && flow.first.length <= 512, `${flow.first.length} first bytes`);
  assert.deepEqual(Buffer.from(flow.first).subarray(0, first.length), first);
  assert.equal(
    flow.histogram.reduce((sum, count) => sum + count, 0),
    flow.counted,
  );
  assert.ok(flow.counted <= 4096 && flow.counted >= first.length, `${flow.counted} counted`);
  if (exact) assert.deepEqual(flow.histogram, histogramOf(stream.subarray(0, 4096)));
}

function compare(session: NetSession, report: SocketReport, protocol: string, exact: boolean): void {
  assert.deepEqual(
    {
      protocol: session.protocol,
      direction: session.direction,
      socket: session.socket,
      netNamespace: session.netNamespace,
      local: session.local,
      remote: session.remote,
      inherited: session.inherited,
      spliced: session.spliced,
      connecting: session.connecting,
      turns: session.turns,
    },
    {
      protocol,
      direction: shown(report.direction),
      socket: `socket:${report.socket}`,
      netNamespace: report.namespace,
      local: report.local,
      remote: report.remote,
      inherited: report.inherited === 1,
      spliced: report.spliced === 1,
      connecting: false,
      turns: report.turns,
    },
  );
  compareFlow(session.tx, report.tx, exact);
  compareFlow(session.rx, report.rx, exact);
}

describe('net_session', { skip: kernelTestsSkip() }, () => {
  let sensor: Sensor;
  before(async () => {
    sensor = await Sensor.start();
  });
  after(() => sensor?.stop());

  for (const { name, protocol, exact = false } of SCENARIOS) {
    test(name, async (t) => {
      const run = await sensor.run(await trigger('net'), [name]);
      if (run.code === CANNOT) return t.skip('this machine has no such loopback address');
      assert.equal(run.code, 0);
      const reports = run.report<SocketReport>();
      assert.ok(reports.length > 0, 'the trigger reported nothing');
      for (const report of reports) {
        const sessions = netSessions(run.events).filter(
          ({ pid, socket }) => pid === report.pid && socket === `socket:${report.socket}`,
        );
        assert.equal(sessions.length, 1, `${sessions.length} sessions of socket ${report.socket}`);
        for (const session of sessions) compare(session, report, protocol, exact);
      }
    });
  }

  test('a session that lasts is told while it does, early and with cumulative counters', async () => {
    const script = [
      'import socket,time',
      'l=socket.create_server(("127.0.0.1",0))',
      's=socket.create_connection(l.getsockname())',
      'for i in range(12):',
      '    s.sendall(b"beacon %d" % i); time.sleep(0.2)',
    ].join('\n');
    const run = await sensor.run(PYTHON, ['-c', script]);
    const told = run.events.filter(
      (event): event is NetSession => event.kind === 'net_session' && event.direction === 'out' && event.tx.bytes > 0,
    );
    const [first] = told;
    assert.ok(first && told.length >= 3, `told ${told.length} times in 2.4 s`);
    assert.ok(first.time - first.startedAt < 1000, `first told after ${first.time - first.startedAt} ms`);
    assert.deepEqual(
      told.map((session) => session.snapshots),
      told.map((_, i) => i),
    );
    assert.deepEqual(
      told.map((session) => session.last),
      told.map((_, i) => i === told.length - 1),
    );
    assert.equal(told.at(-1)?.tx.messages, 12);
  });

  test('bursts: who begins one after a silence, and who ends it', async () => {
    const script = [
      'import socket,time',
      'l=socket.create_server(("127.0.0.1",0))',
      's=socket.create_connection(l.getsockname()); p,_=l.accept()',
      's.sendall(b"hello"); s.sendall(b"again"); p.recv(99); p.sendall(b"welcome"); s.recv(99)',
      'for i in range(3):',
      '    time.sleep(0.3); p.sendall(b"command"); s.recv(99); s.sendall(b"answer"); p.recv(99)',
      'for i in range(2):',
      '    time.sleep(0.3); s.sendall(b"request"); p.recv(99); p.sendall(b"answer"); s.recv(99)',
      'time.sleep(0.3); s.sendall(b"bye")',
    ].join('\n');
    const run = await sensor.run(PYTHON, ['-c', script]);
    const told = netSessions(run.events).filter(({ last }) => last);
    const near = told.find(({ direction }) => direction === 'out');
    const far = told.find(({ direction }) => direction === 'in');
    const { txAt = 0, ...bursts } = near?.bursts ?? {};
    const opening = { tx: 10, rx: 7 };
    assert.deepEqual(bursts, { by: 'tx', tx: 4, rx: 3, requests: 3, commands: 3, opening });
    assert.ok(near?.tx.lastAt === txAt, 'the last burst began with its only message');
    const { by, tx, rx, requests, commands } = far?.bursts ?? {};
    // nothing followed its last answer, and it never heard the farewell
    assert.deepEqual([by, tx, rx, requests, commands], ['rx', 3, 3, 3, 2]);
  });

  test('sessions of one process are told at the same moments, whenever each began', async () => {
    const script = [
      'import socket,time',
      'l=socket.create_server(("127.0.0.1",0)); open_=lambda: socket.create_connection(l.getsockname())',
      'a=open_(); a.sendall(b"x"); time.sleep(0.45); b=open_()',
      'for i in range(70):',
      '    a.sendall(b"x"); b.sendall(b"x"); time.sleep(0.05)',
    ].join('\n');
    const run = await sensor.run(PYTHON, ['-c', script]);
    const told = run.events.filter(
      (event): event is NetSession =>
        event.kind === 'net_session' && event.direction === 'out' && event.snapshots > 0 && !event.last,
    );
    const [first, second] = [...new Set(told.map(({ socket }) => socket))].map((socket) =>
      told.filter((event) => event.socket === socket).map(({ time }) => time),
    );
    assert.ok(first && second && second.length >= 2, 'both are told more than once');
    for (const time of second)
      assert.ok(
        first.some((other) => Math.abs(other - time) < 5),
        `${first} and ${second}`,
      );
  });

  test('a session that was silent for longer than half a minute is the same one when it goes on', async () => {
    const script = [
      'import socket,time',
      'l=socket.create_server(("127.0.0.1",0))',
      's=socket.create_connection(l.getsockname())',
      's.sendall(b"first"); time.sleep(35); s.sendall(b"second"); time.sleep(1.5)',
    ].join('\n');
    const run = await sensor.run(PYTHON, ['-c', script], { timeout: 90_000 });
    const told = netSessions(run.events).filter(({ direction }) => direction === 'out');
    assert.deepEqual([...new Set(told.map(({ startedAt }) => startedAt))].length, 1);
    const last = told.at(-1);
    assert.equal(Buffer.from(last?.tx.first ?? []).toString(), 'firstsecond');
    assert.deepEqual([last?.tx.messages, last?.bursts?.tx, last?.inherited, last?.last], [2, 2, false, true]);
  });

  test('stays quiet when a datagram socket is connected and never used', async () => {
    const script = 'import socket; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.connect(("127.0.0.1",9))';
    const run = await sensor.run(PYTHON, ['-c', script]);
    assert.deepEqual(
      run.events.filter((event) => event.kind === 'net_session'),
      [],
    );
  });
});
