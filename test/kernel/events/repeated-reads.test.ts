/**
 * file_session of what is read again and again: a process's read is told once a second, the content four times in two seconds whoever reads it, and
 * everything at once when anything differs.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FileSession } from '../../../src/event/index.ts';
import { Sensor } from '../harness.ts';
import { kernelTestsSkip, PYTHON } from '../requirement.ts';
import { scratch } from '../scratch.ts';

const SIZE = 6000;
/** ms */
const CONTENT_REPEAT = 2000;
const CONTENT_TOLD = 4;

/** Reads, and what the sensor must tell of them besides: one line each, JSON. */
const SCRIPT = `
import json, os, time
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
def read(name='file', n=-1):
    fd = os.open(name, os.O_RDONLY)
    os.read(fd, ${SIZE} if n < 0 else n)
    os.close(fd)
began = time.monotonic()
for _ in range(300): read()
took = time.monotonic() - began
read('file', 100)
time.sleep(0.05)
fd = os.open('file', os.O_WRONLY); os.pwrite(fd, b'y' * 10, 50); os.close(fd)
read('file', 100)
os.rename('file', 'renamed'); read('renamed', 100)
for _ in range(6):
    if os.fork() == 0:
        read('renamed', 100); os._exit(0)
    os.wait()
time.sleep(2.2)
for _ in range(3): read('renamed', 100)
print(json.dumps({'took': took, 'pid': os.getpid()}))
`;

const contentOf = ({ samples }: FileSession) =>
  samples
    .filter(({ operation }) => operation > 0)
    .map(({ bytes }) => Buffer.from(bytes).toString())
    .join('|');

describe('file_session of repeated reads', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let sensor: Sensor;
  before(async () => {
    sensor = await Sensor.start();
  });
  after(() => sensor?.stop());

  test('told once: the same read, and the same content; at once: another part, state, name or process', async () => {
    const directory = mkdtempSync(join(root, 'room-'));
    writeFileSync(join(directory, 'file'), Buffer.alloc(SIZE, 'x'));
    writeFileSync(join(directory, 'reads.py'), SCRIPT);
    const run = await sensor.run(PYTHON, ['reads.py'], { cwd: directory });
    const [{ took, pid } = { took: 0, pid: 0 }] = run.report<{ took: number; pid: number }>();
    const sessions = run.events.filter(
      (event): event is FileSession => event.kind === 'file_session' && ['file', 'renamed'].includes(event.name),
    );
    const whole = sessions.filter((session) => session.readBytes === SIZE);
    assert.ok(whole.length >= 1 && whole.length <= 1 + Math.ceil(took), `300 reads were told ${whole.length} times`);
    assert.ok(whole[0]?.samples.some(({ offset }) => offset === 0));
    const rest = sessions.filter((session) => session.readBytes !== SIZE);
    assert.deepEqual(
      rest.map((session) => [session.name, session.readBytes, session.writeBytes, session.pid === pid]),
      [
        ['file', 100, 0, true],
        ['file', 0, 10, true],
        ['file', 100, 0, true],
        ['renamed', 100, 0, true],
        ...Array.from({ length: 6 }, () => ['renamed', 100, 0, false]),
        ['renamed', 100, 0, true],
      ],
    );
    const [first, , changed, ...again] = rest as [FileSession, FileSession, FileSession, ...FileSession[]];
    assert.equal(contentOf(first), 'x'.repeat(100));
    assert.equal(contentOf(changed), 'x'.repeat(50) + 'y'.repeat(10) + 'x'.repeat(40));
    const told = [...again.slice(0, -1).filter(({ time }) => time - changed.time < CONTENT_REPEAT)];
    told.forEach((session, i) => {
      assert.equal(contentOf(session), i + 1 < CONTENT_TOLD ? contentOf(changed) : '', `reading ${i + 2}`);
    });
    assert.equal(contentOf(again.at(-1) as FileSession), contentOf(changed), 'told anew after a while');
    rmSync(directory, { recursive: true });
  });
});
