/** Runs a table of ordinary work past the analytic, on a first run that has learned nothing; once more with the ciphers in sight. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Scene } from './scene.ts';

export type QuietRow = readonly [name: string, play: (scene: Scene) => void];

export function testQuiet(rows: readonly QuietRow[]): void {
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
      });
    }
  }
}
