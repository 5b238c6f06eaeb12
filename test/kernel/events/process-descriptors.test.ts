/** process_start: what descriptors 0 to 2 are, and to whom they lead. */
import assert from 'node:assert/strict';
import type { StdioOptions } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileKey, type ProcessStart } from '../../../src/event/index.ts';
import { Sensor } from '../harness.ts';
import { type Descriptor, type Identity, lastStart } from '../identity.ts';
import { kernelTestsSkip, PYTHON } from '../requirement.ts';
import { scratch } from '../scratch.ts';
import { trigger } from '../trigger.ts';

function object(descriptor: Descriptor | null | 0 | undefined, kind: 'pipe' | 'socket' | 'file'): string {
  assert.ok(descriptor, 'the trigger had no such descriptor');
  if (kind === 'file') return fileKey(descriptor.dev, Number(descriptor.ino));
  return `${kind}:${descriptor.ino}`;
}

describe('descriptors 0 to 2 of a process_start', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let sensor: Sensor;
  let identity = '';
  before(async () => {
    identity = await trigger('identity');
    sensor = await Sensor.start();
  });
  after(() => sensor?.stop());

  const told = async (command: string, args: readonly string[], options = {}) => {
    const run = await sensor.run(command, args, options);
    const [who] = run.report<Identity>();
    assert.ok(who, `the trigger said nothing (exit ${run.code})`);
    return { run, who, start: lastStart(run) };
  };
  const fds = (stdio: StdioOptions) => told(identity, [], { stdio });

  test('null, pipe, file', async () => {
    const file = openSync(join(root, 'errors'), 'w');
    const { start, who } = await fds(['ignore', 'pipe', file]);
    closeSync(file);
    assert.deepEqual(
      start.stdio.map((fd) => fd.type),
      ['null', start.stdio[1].type, 'file'],
    );
    assert.equal(start.stdio[2].object, object(who.fds[2], 'file'));
  });

  test('anonymous pipe, by its identity', async () => {
    const { run, who } = await told('sh', ['-c', 'true | "$0" | cat', identity]);
    const found = run.events.find((e): e is ProcessStart => e.kind === 'process_start' && e.pid === who.pid);
    assert.deepEqual(
      found?.stdio.slice(0, 2).map(({ type, object: is }) => [type, is]),
      [0, 1].map((slot) => ['pipe', object(who.fds[slot], 'pipe')]),
    );
  });

  test('named pipe', async () => {
    const fifo = join(root, 'fifo');
    const run = await sensor.run('sh', ['-c', 'mkfifo "$1"; exec "$0" <> "$1"', identity, fifo]);
    const [who] = run.report<Identity>();
    const { stdio } = lastStart(run);
    assert.deepEqual([stdio[0].type, stdio[0].object], ['fifo', object(who?.fds[0], 'file')]);
  });

  test('unix socket and its peer', async () => {
    const script = [
      'import os,socket,sys',
      'a,b=socket.socketpair()',
      'os.dup2(a.fileno(),0); os.set_inheritable(0,True)',
      'sys.stderr.write(str(os.fstat(b.fileno()).st_ino))',
      'b.set_inheritable(True)',
      'os.execv(sys.argv[1],sys.argv[1:])',
    ].join('\n');
    const errors = openSync(join(root, 'peer'), 'w');
    const run = await sensor.run(PYTHON, ['-c', script, identity], { stdio: ['pipe', 'pipe', errors] });
    closeSync(errors);
    const peer = readFileSync(join(root, 'peer'), 'utf8');
    const [who] = run.report<Identity>();
    const { stdio } = lastStart(run);
    assert.deepEqual(stdio[0], { type: 'unix', object: object(who?.fds[0], 'socket'), peer: `socket:${peer}` });
  });

  test('internet socket and its remote end', async () => {
    const server = await listening();
    const { port } = server.address() as { port: number };
    const script = [
      'import os,socket,sys',
      `s=socket.create_connection(("127.0.0.1",${port}))`,
      'os.dup2(s.fileno(),0); os.set_inheritable(0,True)',
      'os.execv(sys.argv[1],sys.argv[1:])',
    ].join('\n');
    try {
      const run = await sensor.run(PYTHON, ['-c', script, identity]);
      const [who] = run.report<Identity>();
      const { stdio } = lastStart(run);
      assert.deepEqual(stdio[0], {
        type: 'inet',
        object: object(who?.fds[0], 'socket'),
        remote: { address: '127.0.0.1', port },
      });
    } finally {
      server.close();
    }
  });

  test('closed ones', async () => {
    const run = await sensor.run('sh', ['-c', 'exec "$0" <&- 2>&-', identity]);
    const { stdio } = lastStart(run);
    assert.deepEqual([stdio[0].type, stdio[0].object, stdio[2].type], ['closed', '', 'closed']);
  });
});

async function listening(): Promise<Server> {
  const server = createServer((socket) => socket.resume().on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
