import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { legs } from './index.ts';

it('registers every leg of the directory, the spine first', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => !name.includes('.test.') && name !== 'index.ts');
  assert.deepEqual(legs.map((leg) => `${leg.meta.id}.ts`).toSorted(), files.toSorted());
  assert.equal(legs[0]?.meta.id, 'destroyed-plaintext');
});

it('documents every leg with its caps', () => {
  const page = readFileSync(new URL('../../../../docs/analytics/AN0603.md', import.meta.url), 'utf8');
  for (const { meta } of legs) {
    assert.ok(
      page.includes(`| \`${meta.id}\` | ${meta.cap.min} … ${meta.cap.max} |`),
      `${meta.id} with its cap is missing`,
    );
  }
});
