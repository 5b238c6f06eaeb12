/** Runs a table of ordinary work past the analytic: each case alone, then all of it in one login. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Stage } from './stage.ts';

export interface QuietCase {
  readonly name: string;
  run(stage: Stage): void;
}

/** @param byHand cases that are as much as people do by hand, and more than that when they come together */
export function testQuiet(cases: readonly QuietCase[], byHand: RegExp): void {
  for (const { name, run } of cases) {
    it(`stays quiet when ${name}`, () => {
      const stage = new Stage();
      run(stage);
      stage.settle();
      assert.deepEqual(stage.faults, {});
      assert.deepEqual(titles(stage.verdicts), []);
    });
  }

  it('stays quiet when all of this happens in one login, but for what is done by hand', () => {
    const stage = new Stage();
    for (const { name, run } of cases) if (!byHand.test(name)) run(stage);
    stage.settle();
    assert.deepEqual(titles(stage.findings), []);
  });
}

function titles(verdicts: readonly { readonly group: { readonly kind: string }; readonly title: string }[]): string[] {
  return verdicts.map(({ group, title }) => `${group.kind}: ${title}`);
}
