import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { imageHasher } from './image-hash.ts';

it('hashes an image, again after it changed, and says why it cannot', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'hash-'));
  const path = join(directory, 'image');
  const hash = imageHasher({ limit: 2_000_000 });
  for (const content of ['one', 'two', 'x'.repeat(1_500_000)]) {
    writeFileSync(path, content);
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
    assert.deepEqual(await hash(path), { state: 'hashed', sha256, size: content.length });
    assert.deepEqual(await hash(path), { state: 'hashed', sha256, size: content.length });
  }
  writeFileSync(path, 'x'.repeat(2_000_001));
  for (const given of [path, directory, join(directory, 'absent')]) {
    const answer = await hash(given);
    assert.equal(answer.state, 'unknown');
    assert.match(answer.state === 'unknown' ? answer.why : '', new RegExp(given));
  }
  rmSync(directory, { recursive: true });
});
