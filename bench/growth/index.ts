/** Whether memory and time per event stay what they are as the host's history grows. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { FRUGAL } from '../../src/cli/child.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import type { Reading } from './drive.ts';

const DRIVE = fileURLToPath(new URL('drive.ts', import.meta.url));
const FILES = { quick: 100_000, whole: 10_000_000 };

export const growth: Section = {
  name: 'growth',
  about: 'memory of the engine and time per event at 1, 10 and 100 times the files, processes, jobs and far ends',
  measure: async ({ quick, signal }) => {
    const files = quick ? FILES.quick : FILES.whole;
    const args = [...FRUGAL, '--expose-gc', '--disable-warning=ExperimentalWarning', DRIVE, String(files)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { signal, maxBuffer: 1 << 26 });
    const readings = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Reading);
    const text = [
      'Growth, over a made stream in which every process, file, directory and far end is new (aim: flat; sensor and engine together ≤ 200 MiB resident)',
      table(
        ['files', 'events', 'heap MiB', 'resident MiB', 'µs per event', 'findings'],
        readings.map((one) => [one.files, one.events, one.heap, one.resident, one.cost, one.findings]),
        2,
      ),
    ].join('\n');
    return { figures: readings, text };
  },
};
