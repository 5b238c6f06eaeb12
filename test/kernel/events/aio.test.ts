/** file_session: what goes through Linux AIO. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileSessions, Sensor } from '../harness.ts';
import { fileKeyOf } from '../place.ts';
import { kernelTestsSkip } from '../requirement.ts';
import { scratch } from '../scratch.ts';
import { trigger } from '../trigger.ts';

describe('Linux AIO', { skip: kernelTestsSkip() }, () => {
  let sensor: Sensor;
  before(async () => {
    sensor = await Sensor.start();
  });
  after(() => sensor?.stop());

  test('a read and writes are one session with both contents', async () => {
    const victim = join(scratch(), 'victim');
    const old = Buffer.from('a line of plain text\n'.repeat(100));
    const fresh = randomBytes(512);
    writeFileSync(victim, old);
    const run = await sensor.run(await trigger('aio'), [victim, fresh.toString('hex')]);
    assert.equal(run.code, 0);
    const [session] = fileSessions(run.events, fileKeyOf(victim));
    assert.deepEqual([session?.readBytes, session?.writes, session?.sizeBefore], [old.length, 2, old.length]);
    assert.ok((session?.overwrittenBytes ?? 0) >= 612, `${session?.overwrittenBytes} bytes overwritten`);
    const content = (kind: string, offset: number) =>
      Buffer.from(session?.samples.find((one) => one.kind === kind && one.offset === offset)?.bytes ?? []);
    assert.deepEqual(content('read', 0), old.subarray(0, 512));
    assert.deepEqual(content('write', 0), fresh);
    assert.deepEqual(content('write', 1024).subarray(0, 100), fresh.subarray(0, 100));
  });
});
