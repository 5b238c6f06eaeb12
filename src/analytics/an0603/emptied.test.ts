/** A file is emptied by one call and filled by another: judged as the rewriting that the two are. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aes, prose } from './testing/materials.ts';
import { Stage } from './testing/stage.ts';

/** Eight documents, each read, emptied, and filled in a session of its own with what `fill` makes of it. */
function played(fill: (plain: Buffer, i: number) => Uint8Array): Stage {
  const stage = new Stage();
  const paths = Array.from({ length: 8 }, (_, i) => stage.file(`/srv/d${i % 2}/${i}.txt`, prose(3000 + i * 91, i + 1)));
  const actor = stage.exec(stage.shell(), '/usr/bin/python3', ['python3', 'x.py']);
  paths.forEach((path, i) => {
    const plain = stage.read(actor, path);
    stage.session(actor, path, [], { truncate: true });
    stage.session(actor, path, [{ write: [0, fill(plain, i)] }]);
  });
  return stage.settle();
}

describe('AN0603 with files that are emptied first', () => {
  it('tells of ciphertext that is written into them', () => {
    assert.ok((played((plain, i) => aes(plain, i)).decidedAfter ?? 99) <= 3);
  });

  it('tells of originals in which holes are punched once their ciphertext is written', () => {
    const stage = new Stage();
    const paths = Array.from({ length: 8 }, (_, i) =>
      stage.file(`/srv/d${i % 2}/${i}.txt`, prose(3000 + i * 91, i + 1)),
    );
    const actor = stage.exec(stage.shell(), '/usr/bin/python3', ['python3', 'x.py']);
    for (const [i, path] of paths.entries()) {
      stage.write(actor, `${path}.x`, aes(stage.read(actor, path), i));
      stage.session(actor, path, [], { methods: ['punch'] });
    }
    assert.ok((stage.settle().decidedAfter ?? 99) <= 3);
  });

  it('stays quiet when text is written into them', () => {
    assert.deepEqual(played((_, i) => prose(2500, i + 40)).findings, []);
  });

  it('stays quiet when they get back what they held', () => {
    assert.deepEqual(played((plain) => plain).findings, []);
  });
});
