/** A directory that holds a million files, walked, then attacked: is the attack found in time, is anything lost, what is held. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MARKER } from '../../emulations/corpus.ts';
import { Live, ours } from '../../test/e2e/live.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { type Resident, residents } from './resident.ts';

const ENCRYPT = fileURLToPath(new URL('../../emulations/an0603/encrypt.py', import.meta.url));
const FILES = { quick: 20_000, whole: 1_000_000 };
/** Originals that the attack may destroy, and how many a second. */
const LIMIT = 2000;
const RATE = 200;
const FOUND_WITHIN = 60_000;
/** For what was begun to be judged, ms. */
const SETTLE = 1000;

interface Stage {
  readonly stage: string;
  readonly seconds: number;
  /** MiB, of each process of the program. */
  readonly resident: Resident;
}

export const crowd: Section = {
  name: 'crowd',
  about: 'one directory of a million files, read through, then attacked in place: what is found, lost and held',
  measure: async ({ quick, directory, say }) => {
    const files = quick ? FILES.quick : FILES.whole;
    const room = mkdtempSync(join(directory, 'crowd-'));
    const victims = join(room, 'victims');
    make(victims, files);
    say(`${files} files were made`);
    const live = await Live.run(room, ['--duration', '900s']);
    try {
      const stages: Stage[] = [{ stage: 'watching', seconds: 0, resident: residents(live.child.pid ?? 0) }];
      const during = async (stage: string, work: () => Promise<unknown>) => {
        const from = performance.now();
        await work();
        const seconds = (performance.now() - from) / 1000;
        await sleep(SETTLE);
        stages.push({ stage, seconds, resident: residents(live.child.pid ?? 0) });
        say(`${stage}: ${seconds.toFixed(1)} s`);
      };
      await during('every file was read', () => run('grep', ['-rc', 'no such line', victims]));
      const before = told(live, victims);
      let found = { ms: Number.NaN, destroyed: Number.NaN };
      await during('the attack', async () => {
        const attack = run('python3', [ENCRYPT, victims, '--limit', String(LIMIT), '--rate', String(RATE)]);
        const { finding, at } = await live.finding('the attack', FOUND_WITHIN, (one) => ours(one, victims));
        const files = finding.affected?.files ?? [];
        found = { ms: at - (files.at(-1)?.time ?? Number.NaN), destroyed: finding.affected?.total ?? Number.NaN };
        await attack;
      });
      await during('every file was removed', () => run('rm', ['-r', victims]));
      const findings = told(live, victims);
      const { code } = await live.stop();
      const ended = /ended: .*/.exec(live.stderr)?.[0] ?? 'it did not end in good order';
      const figures = { files, stages, before, found, findings, code, ended };
      return { figures, text: textOf(figures) };
    } finally {
      await live.stop();
      rmSync(room, { recursive: true, force: true });
    }
  },
};

/** Findings about this directory. */
function told(live: Live, directory: string): number {
  return live.poll().filter(({ finding }) => finding.activity === 'create' && ours(finding, directory)).length;
}

function make(directory: string, files: number): void {
  mkdirSync(directory);
  writeFileSync(join(directory, MARKER), 'Everything in this directory was made by an emulation, to be destroyed.\n');
  for (let n = 0; n < files; n += 1) {
    const text = `The invoice ${n} is due within thirty days of the date that is given above. `.repeat(8);
    writeFileSync(join(directory, `invoice-${n}.txt`), text);
  }
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  await once(child, 'close');
}

interface Figures {
  readonly files: number;
  readonly stages: readonly Stage[];
  readonly before: number;
  readonly found: { readonly ms: number; readonly destroyed: number };
  readonly findings: number;
  readonly ended: string;
}

function textOf({ files, stages, before, found, findings, ended }: Figures): string {
  return [
    `${files} files in one directory; resident memory in MiB`,
    table(
      ['after', 'seconds', 'sensor', 'engine', 'launcher'],
      stages.map(({ stage, seconds, resident }) => [
        ...[stage, seconds, resident.sensor, resident.engine, resident.launcher],
      ]),
    ),
    `findings before the attack ${before} (aim: 0), in all ${findings} (aim: 1)`,
    `the attack was found when it had destroyed ${found.destroyed}, ${found.ms.toFixed(0)} ms after the last of these`,
    ended,
  ].join('\n');
}
