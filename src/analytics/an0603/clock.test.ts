/** The clock of events jumps (a sensor that starts again after the host's clock was set): the verdict stays. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aes, prose } from './testing/materials.ts';
import { Stage } from './testing/stage.ts';

const HOUR = 3_600_000;
const JUMPS: readonly (readonly [name: string, ms: number])[] = [
  ['an hour back', -HOUR],
  ['a year back', -8760 * HOUR],
  ['an hour ahead', HOUR],
  ['ten years ahead', 87_600 * HOUR],
];

describe('AN0603 while the clock jumps', () => {
  for (const [name, ms] of JUMPS)
    for (const before of [1, 5])
      it(`tells once of files lost before and after it, ${name}, after ${before}`, () => {
        const stage = new Stage();
        const paths = Array.from({ length: 10 }, (_, i) => stage.file(`/srv/d/${i}.txt`, prose(3000 + i, i + 1)));
        const actor = stage.exec(stage.shell(), '/usr/bin/python3', ['python3', 'x.py']);
        paths.forEach((path, i) => {
          if (i === before) stage.wait(ms);
          const plain = Buffer.from(stage.files.get(path)?.bytes ?? []);
          stage.session(actor, path, [{ read: [0, plain.length] }, { write: [0, aes(plain, i)] }]);
        });
        stage.settle();
        assert.deepEqual(stage.faults, {});
        assert.equal(stage.findings.length, 1);
        assert.equal(stage.findings[0]?.affected?.total, 10);
        assert.ok((stage.decidedAfter ?? 99) <= 3, `told after ${stage.decidedAfter}`);
      });
});
