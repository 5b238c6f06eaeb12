/** net_session of sessions that do not go as they should: never answered, refused, reset, silent, in pieces, far too many. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { Event, NetSession, Status } from '../../../src/event/index.ts';
import { nameApplication } from '../../../src/stats/index.ts';
import { netSessions, Sensor } from '../harness.ts';
import { kernelTestsSkip, PYTHON } from '../requirement.ts';
import { trigger } from '../trigger.ts';

const run = promisify(execFile);
/** More than the tables have room for at once, and little enough for a busy machine. */
const FLOOD = 16_700;

interface Flooded {
  readonly ms: number;
  readonly port: number;
}

describe('odd sessions', { skip: kernelTestsSkip() }, () => {
  let sensor: Sensor;
  before(async () => {
    sensor = await Sensor.start();
  });
  after(() => sensor?.stop());

  /** Outbound sessions of a script of Python, which has `socket` and a listener `l`. */
  async function outbound(lines: readonly string[]): Promise<readonly NetSession[]> {
    const script = ['import socket, struct, time', 'l = socket.create_server(("127.0.0.1", 0), backlog=0)', ...lines];
    const seen = await sensor.run(PYTHON, ['-c', script.join('\n')]);
    assert.equal(seen.code, 0);
    const port = Number(seen.stdout.trim().split('\n')[0]);
    return netSessions(seen.events).filter(({ direction, remote }) => direction === 'out' && remote.port === port);
  }
  const PORT = 'print(l.getsockname()[1])';

  test('half-open: nobody answers, and the session says so until it is given up', async () => {
    const sessions = await outbound([
      PORT,
      'held = []',
      // the queue of the listener has room for one; those after it are never answered
      'for _ in range(6):',
      '    s = socket.socket(); s.setblocking(False); s.connect_ex(l.getsockname()); held.append(s)',
      'time.sleep(0.6)',
    ]);
    assert.equal(sessions.length, 6);
    const waiting = sessions.filter(({ connecting }) => connecting);
    assert.ok(waiting.length >= 3, `${waiting.length} of 6 wait`);
    for (const { tx, rx } of waiting) assert.deepEqual([tx.bytes, rx.bytes], [0, 0]);
  });

  test('refused: whatever is told of it holds no bytes', async () => {
    const sessions = await outbound([
      PORT,
      'to = l.getsockname(); l.close()',
      'for _ in range(20):',
      '    s = socket.socket(); s.connect_ex(to); s.close()',
    ]);
    for (const { tx, rx } of sessions) assert.deepEqual([tx.bytes, rx.bytes], [0, 0]);
  });

  test('zero bytes: opened and closed', async () => {
    const sessions = await outbound([
      PORT,
      'for _ in range(20):',
      '    s = socket.create_connection(l.getsockname()); a, _ = l.accept(); s.close(); a.close()',
    ]);
    assert.equal(sessions.length, 20);
    for (const { tx, rx, turns, connecting } of sessions)
      assert.deepEqual([tx.bytes, rx.bytes, tx.first.length, turns, connecting], [0, 0, 0, 0, false]);
  });

  test('reset in mid-life by either end: what was said until then counts', async () => {
    const sessions = await outbound([
      PORT,
      'hard = struct.pack("ii", 1, 0)',
      'for i in range(20):',
      '    s = socket.create_connection(l.getsockname()); a, _ = l.accept()',
      '    s.sendall(b"twelve bytes"); a.recv(64); a.sendall(b"five!"); s.recv(64)',
      '    first, second = (s, a) if i % 2 else (a, s)',
      '    first.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, hard); first.close()',
      '    try: second.sendall(b"x"); second.recv(64)',
      '    except OSError: pass',
      '    second.close()',
    ]);
    assert.equal(sessions.length, 20);
    for (const { tx, rx } of sessions) {
      assert.ok(tx.bytes >= 12 && tx.bytes <= 13, `${tx.bytes} bytes`);
      assert.equal(rx.bytes, 5);
    }
  });

  test('a first payload in pieces of one byte is put together, and named', async () => {
    const hello =
      '16030100750100007103030000000000000000000000000000000000000000000000000000000000000000000004130113020100' +
      '0044000000180016000013757064617465732e6578616d706c652e6f7267000a00040002001d000d000400020403002b0003020304001000' +
      '0b0009086874' +
      '74702f312e31';
    const sessions = await outbound([
      PORT,
      'l.listen(8)',
      `hello = bytes.fromhex("${hello}")`,
      's = socket.create_connection(l.getsockname()); a, _ = l.accept()',
      's.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)',
      'for i in range(len(hello)): s.sendall(hello[i:i+1])',
      's.close(); a.close()',
    ]);
    const [session] = sessions;
    assert.ok(session !== undefined);
    const bytes = Buffer.from(hello, 'hex');
    assert.deepEqual([session.tx.bytes, session.tx.messages], [bytes.length, bytes.length]);
    assert.deepEqual(Buffer.from(session.tx.first), bytes);
    const named = nameApplication({ transport: 'tcp', client: session.tx.first, server: session.rx.first });
    assert.deepEqual(
      [named.name, named.hello?.serverName, named.hello?.alpn],
      ['tls', 'updates.example.org', ['http/1.1']],
    );
  });
});

describe('a flood of sessions', { skip: kernelTestsSkip() }, () => {
  let sensor: Sensor | undefined;
  after(() => sensor?.stop());

  test('as fast as this machine makes them, each is told or counted as lost, and the next are told as ever', async (t) => {
    const ended: NetSession[] = [];
    let status: Status | undefined;
    sensor = await Sensor.start({
      watch: (event: Event) => {
        if (event.kind === 'status') status = event;
        if (event.kind === 'net_session' && event.last && event.direction === 'out') ended.push(event);
      },
    });
    const flood = async (count: number): Promise<Flooded> => {
      const { stdout } = await run(await trigger('flood'), [String(count)], { timeout: 60_000 });
      return JSON.parse(stdout) as Flooded;
    };
    const told = (port: number) =>
      new Set(ended.filter(({ remote }) => remote.port === port).map(({ socket }) => socket)).size;
    const { ms, port } = await flood(FLOOD);
    const lost = () => Object.values(status?.lost ?? {}).reduce((sum, number) => sum + number, 0);
    // others on this machine lose records meanwhile, too: the count is an upper bound for what was lost of ours
    await sensor.until('all of it is told or lost', 20_000, () => (told(port) + lost() >= FLOOD ? true : undefined));
    const pace = Math.round((FLOOD / ms) * 60_000).toLocaleString('en');
    t.diagnostic(`${pace} sessions a minute: ${told(port)} told, ${lost()} records lost`);
    const next = await flood(3);
    await sensor.until('the next are told', 5000, () => (told(next.port) === 3 ? true : undefined));
  });
});
