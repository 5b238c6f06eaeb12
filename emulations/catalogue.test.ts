import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { emulations } from './catalogue.ts';

describe('the catalogue', () => {
  test('ids are unique, and begin with the folder of their analytic', () => {
    const ids = emulations.map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
    for (const { id, analytic } of emulations) assert.match(id, new RegExp(`^${analytic.toLowerCase()}/[a-z0-9-]+$`));
  });

  for (const { id, row, about, needs } of emulations) {
    test(`${id} says what it stands for and what it needs`, () => {
      assert.ok(row.length > 0 && about.length > 0);
      assert.ok(!about.includes('\n'));
      for (const need of needs)
        assert.match(`${need.command} ${need.package}`, /^(?:[a-z0-9+.-]+|\/[\w+./-]+) [a-z0-9+.-]+$/);
    });
  }

  test('the short form has rows of each analytic that there is', () => {
    for (const analytic of new Set(emulations.map((each) => each.analytic))) {
      assert.ok(
        emulations.some((each) => each.short && each.analytic === analytic),
        analytic,
      );
    }
  });
});
