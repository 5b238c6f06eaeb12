/** Runs a table of ordinary work past the analytic, on a first run that has learned nothing; once more with the ciphers in sight. */
import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { Scene } from './scene.ts';

export type QuietRow = readonly [name: string, play: (scene: Scene) => void];

/** Mean square of the confidences that must not be left behind; that of all rows was 0.025 when this was written. */
const BRIER = 0.05;

export function testQuiet(rows: readonly QuietRow[]): void {
  const peaks: number[] = [];
  after(() => {
    const score = peaks.reduce((sum, peak) => sum + peak ** 2, 0) / peaks.length;
    assert.ok(score <= BRIER, `the Brier score of ordinary work is ${score}`);
  });
  for (const [name, play] of rows) {
    for (const ciphersShow of [false, true]) {
      it(ciphersShow ? `${name}, and its ciphers show` : name, () => {
        const scene = new Scene({ AllowedCryptoProcesses: ['/opt/allowed/agent'] }, undefined, ciphersShow);
        play(scene);
        for (let at = 400_000; at < 410_000; at += 1000) scene.status(at);
        assert.deepEqual(
          scene.verdicts.map((verdict) => [verdict.title, verdict.confidence, verdict.legs]),
          [],
        );
        assert.deepEqual(scene.analytic.faults(), {});
        peaks.push(scene.probe.peak.confidence);
      });
    }
  }
}
