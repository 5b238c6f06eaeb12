/** Runs a table of attacks past the analytic, each with its names and with every name made up. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, it } from 'node:test';
import { EPOCH, keyOf, Scene } from './scene.ts';

export interface CaughtRow {
  readonly name: string;
  /** Returns when the finding must be there at the latest, ms after the session began. */
  readonly play: (scene: Scene) => void;
  readonly within?: number;
  readonly legs: readonly string[];
  readonly actor?: number;
  /**
   * What cannot be renamed without leaving nothing to see: `shell`, that reads commands and has started nothing yet;
   * `libraries`, without which only a program of no package is left.
   */
  readonly keeps?: 'shell' | 'libraries';
}

/** Made-up names of the same depth; places that anybody may write to are not used, so nothing is added but "no package". */
function madeUp(path: string): string {
  const word = createHash('sha256').update(path).digest('hex').slice(0, 8);
  return path.startsWith('/') ? `/opt/${word}` : word;
}

/** Mean square of what the confidences lack to 1, at most; it was 0.053 when this was written. */
const BRIER = 0.08;

export function testCaught(rows: readonly CaughtRow[]): void {
  const lacks: number[] = [];
  after(() => {
    const score = lacks.reduce((sum, lack) => sum + lack ** 2, 0) / lacks.length;
    assert.ok(score <= BRIER, `the Brier score of attacks is ${score}`);
  });
  for (const row of rows) {
    it(row.name, () => {
      const scene = new Scene();
      row.play(scene);
      const found = scene.verdicts[0];
      assert.ok(found, explain(scene));
      assert.ok(found.confidence >= 0.5, explain(scene));
      const seen = (scene.last?.legs ?? []).filter((leg) => leg.state === 'seen').map((leg) => leg.leg);
      for (const leg of row.legs) assert.ok(seen.includes(leg), `${leg} not seen: ${explain(scene)}`);
      if (row.actor !== undefined) assert.equal(found.actor, keyOf(row.actor));
      const began = Math.min(...(found.sessions ?? []).map((session) => session.startedAt));
      assert.ok(found.time - began <= (row.within ?? 2000), `told ${found.time - began} ms after the session began`);
      assert.equal(new Set(scene.verdicts.map((verdict) => verdict.uid)).size, 1, 'one case, one finding');
      assert.deepEqual(scene.analytic.faults(), {});
      lacks.push(1 - scene.probe.peak.confidence);
      assert.ok(found.firstSeen >= EPOCH && found.participants.includes(found.actor));
    });
    const ablations = [
      ['every path made up', (path: string) => (path.startsWith('/') ? madeUp(path) : path), row.keeps !== 'shell'],
      ['every name made up, of libraries too', madeUp, row.keeps === undefined],
    ] as const;
    for (const [what, rename] of ablations.filter(([, , holds]) => holds)) {
      it(`${row.name}, with ${what}`, () => {
        const scene = new Scene({}, rename);
        row.play(scene);
        assert.ok((scene.verdicts[0]?.confidence ?? 0) >= 0.5, explain(scene));
      });
    }
  }
}

function explain(scene: Scene): string {
  return JSON.stringify(scene.last?.legs ?? 'nothing was told', null, 1);
}
