/** The snapshot: processes, files and connections that were there before the sensor. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import type { Event, NetSession, ProcessStart } from '../../../src/event/index.ts';
import { fileSessions, netSessions, Sensor } from '../harness.ts';
import { fileKeyOf, placeKeyOf } from '../place.ts';
import { kernelTestsSkip, PYTHON } from '../requirement.ts';
import { scratch } from '../scratch.ts';

/** Opens a file and a connection, writes to both, and again for each line that it is told. */
const ELDER = `
import os, socket, sys, threading
f = os.open("elder", os.O_RDWR | os.O_CREAT, 0o600)
l = socket.create_server(("127.0.0.1", 0))
s = socket.create_connection(l.getsockname())
a, _ = l.accept()
os.write(f, b"before" * 100)
s.sendall(b"before")
a.recv(6)
print(l.getsockname()[1], os.fstat(s.fileno()).st_ino, os.fstat(a.fileno()).st_ino, flush=True)
sys.stdin.readline()
os.pwrite(f, b"after!" * 50, 0)
s.sendall(b"after, this")
a.recv(11)
print("done", flush=True)
sys.stdin.readline()
`;

/** Has a connection within a network namespace of its own until it is told to end. */
const APART = `
import os, socket, sys
l = socket.create_server(("127.0.0.1", 0))
s = socket.create_connection(l.getsockname())
a, _ = l.accept()
print(os.fstat(s.fileno()).st_ino, os.fstat(a.fileno()).st_ino, flush=True)
sys.stdin.readline()
`;

describe('snapshot', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let elder: ChildProcess;
  let apart: ChildProcess;
  let socketsApart: string[] = [];
  let sensor: Sensor;
  let port = 0;
  let sockets: string[] = [];

  let lines: AsyncIterator<string>;
  const line = async () => String((await lines.next()).value);
  const of = (events: readonly Event[]) => events.filter((event) => 'pid' in event && event.pid === elder.pid);

  before(async () => {
    elder = spawn(PYTHON, ['-c', ELDER, 'an argument'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
    assert.ok(elder.stdout);
    lines = createInterface({ input: elder.stdout })[Symbol.asyncIterator]();
    const [first = '', ...inodes] = (await line()).split(' ');
    port = Number(first);
    sockets = inodes.map((ino) => `socket:${ino}`);
    const command = ['--net', 'sh', '-c', 'ip link set lo up; exec "$0" -c "$1"', PYTHON, APART];
    apart = spawn('unshare', command, { stdio: ['pipe', 'pipe', 'inherit'] });
    assert.ok(apart.stdout);
    const [said = ''] = (await once(createInterface({ input: apart.stdout }), 'line')) as string[];
    socketsApart = said.split(' ').map((ino) => `socket:${ino}`);
    sensor = await Sensor.start();
  });
  after(async () => {
    elder?.kill('SIGKILL');
    apart?.kill('SIGKILL');
    await sensor?.stop();
  });

  test('tells a process that was there, as it is', () => {
    const start = of(sensor.events).find((event): event is ProcessStart => event.kind === 'process_start');
    assert.ok(start);
    assert.deepEqual(
      [start.how, start.parentPid, start.cwd, start.argv.at(-1), start.stdio.slice(0, 2).map((fd) => fd.type)],
      // node gives its children socket pairs for pipes
      ['snapshot', process.pid, root, 'an argument', ['unix', 'unix']],
    );
    assert.match(start.argv[0] ?? '', /python3/);
    assert.ok(Math.abs(Date.now() - start.time) < 60_000);
  });

  test('tells the ancestors of this very test, down from the first process', () => {
    const starts = new Map(
      sensor.events
        .filter((event): event is ProcessStart => event.kind === 'process_start' && event.how === 'snapshot')
        .map((event) => [event.process, event]),
    );
    let at = [...starts.values()].find((start) => start.pid === process.pid);
    assert.ok(at, 'this process is not in the snapshot');
    for (let depth = 0; at.parentPid > 0 && depth < 64; depth += 1) {
      const parent = starts.get(at.parent);
      assert.ok(parent, `${at.parent}, the parent of ${at.pid}, is not in the snapshot`);
      if (parent.pid === 1) return;
      at = parent;
    }
    assert.fail('the first process is not among the ancestors');
  });

  test('ends with a count that agrees with what was told', () => {
    const end = sensor.events.find((event) => event.kind === 'snapshot_end');
    assert.ok(end?.kind === 'snapshot_end');
    const told = sensor.events.slice(0, sensor.events.indexOf(end));
    const starts = told.filter((event) => event.kind === 'process_start' && event.how === 'snapshot');
    assert.equal(end.processes, starts.length);
    const count = (kind: Event['kind']) => told.filter((event) => event.kind === kind).length;
    assert.ok(end.files >= 1 && end.files <= count('file_session'), `${end.files} files`);
    assert.ok(end.sockets >= 2 && end.sockets <= count('net_session'), `${end.sockets} sockets`);
  });

  test('tells a file that a process holds open for writing', () => {
    const [session] = fileSessions(of(sensor.events), fileKeyOf(join(root, 'elder')));
    assert.deepEqual(
      [session?.name, session?.place, session?.last, session?.inherited, session?.sizeBefore, session?.methods],
      ['elder', placeKeyOf(root), false, true, 600, []],
    );
  });

  test('tells which side began a connection, in other network namespaces too', () => {
    const sessions = sensor.events.filter((event) => event.kind === 'net_session');
    const directions = socketsApart.map((socket) => sessions.find((session) => session.socket === socket)?.direction);
    assert.deepEqual(directions, ['out', 'in']);
  });

  test('what goes on is seen as inherited, and only from now on', async () => {
    elder.stdin?.write('\n');
    assert.equal(await line(), 'done');
    elder.stdin?.write('\n');
    await once(elder, 'close');
    await sensor.until('its end is told', 5000, () =>
      of(sensor.events).some((event) => event.kind === 'process_end') ? true : undefined,
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    const [file] = fileSessions(of(sensor.events), fileKeyOf(join(root, 'elder'))).filter((session) => session.last);
    assert.deepEqual(
      [
        file?.name,
        file?.place,
        file?.created,
        file?.inherited,
        file?.writeBytes,
        file?.sizeBefore,
        file?.overwrittenBytes,
      ],
      ['elder', placeKeyOf(root), false, true, 300, 600, 300],
    );
    const sessions = netSessions(of(sensor.events));
    const [out, into] = sockets.map((socket) => sessions.find((session) => session.socket === socket));
    assert.deepEqual(direction(out), { direction: 'out', inherited: true, tx: 11, rx: 0 });
    assert.deepEqual(direction(into), { direction: 'in', inherited: true, tx: 0, rx: 11 });
    assert.equal(out?.remote.port, port);
  });
});

/** A connection that is met in mid-life may be of unknown direction, and must not be of the wrong one. */
function direction(session: NetSession | undefined): object {
  const known = session?.direction === 'unknown' ? (session.rx.bytes > 0 ? 'in' : 'out') : session?.direction;
  return { direction: known, inherited: session?.inherited, tx: session?.tx.bytes, rx: session?.rx.bytes };
}
