/** Where something was measured. */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface Environment {
  readonly date: string;
  readonly kernel: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly node: string;
  /** Of the sources; `changed` when files differ from it. */
  readonly commit: string;
  readonly changed: boolean;
  /** Processes that wanted to run, on average over the minute before. A machine with other work measures that, too. */
  readonly load: number;
}

export function environment(): Environment {
  return {
    date: new Date().toISOString(),
    kernel: release(),
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryMiB: Math.round(totalmem() / 1_048_576),
    node: process.version,
    commit: git('rev-parse', 'HEAD'),
    changed: git('status', '--porcelain', '--untracked-files=no') !== '',
    load: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}

function git(...args: readonly string[]): string {
  try {
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}
