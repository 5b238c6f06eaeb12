/** file_session, file_rename, file_unlink: what goes through io_uring, which makes no system call of its own. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileSessions, type Run, Sensor } from '../harness.ts';
import { fileKeyOf } from '../place.ts';
import { kernelTestsSkip } from '../requirement.ts';
import { scratch } from '../scratch.ts';
import { trigger } from '../trigger.ts';

describe('io_uring', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  const [victim, renamed, doomed] = ['victim', 'renamed', 'doomed'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  const old = Buffer.from('a line of plain text\n'.repeat(100));
  const fresh = randomBytes(512);
  let sensor: Sensor;
  let run: Run;
  let key = '';
  before(async () => {
    const program = await trigger('uring');
    writeFileSync(victim, old);
    writeFileSync(doomed, old);
    key = fileKeyOf(victim);
    sensor = await Sensor.start();
    run = await sensor.run(program, [victim, renamed, doomed, fresh.toString('hex')]);
  });
  after(() => sensor?.stop());

  test('is switched on here', () => assert.equal(run.code, 0));

  test('open, read, write and close are one session with both contents', () => {
    const [session] = fileSessions(run.events, key);
    assert.deepEqual(
      [session?.last, session?.readBytes, session?.writeBytes, session?.overwrittenBytes, session?.writeRange],
      [true, old.length, 512, 512, [0, 512]],
    );
    const content = (kind: string) =>
      session?.samples.find((sample) => sample.kind === kind && sample.offset === 0)?.bytes;
    assert.deepEqual(Buffer.from(content('read') ?? []), old.subarray(0, 512));
    assert.deepEqual(Buffer.from(content('write') ?? []), fresh);
  });

  test('names that it changes and removes are told', () => {
    const rename = run.events.find((event) => event.kind === 'file_rename');
    assert.deepEqual([rename?.from.path, rename?.to.path], [victim, renamed]);
    const unlink = run.events.find((event) => event.kind === 'file_unlink');
    assert.equal(unlink?.target.path, doomed);
  });
});
