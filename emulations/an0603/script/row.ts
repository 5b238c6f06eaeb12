/** An emulation that is a shell script of its own. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { wallClock } from '../../clock.ts';
import { type CorpusOptions, MARKER } from '../../corpus.ts';
import type { Effects, Emulation, Need } from '../../emulation.ts';
import type { Ground } from '../../ground.ts';
import { which } from '../../which.ts';
import { attack } from '../attack.ts';

/** What the script's text is made of: paths. */
export interface Place {
  readonly tool: string;
  /** A directory of the tool's own. */
  readonly home: string;
  readonly tree: string;
  /** One file beside the tree for what is made. */
  readonly out: string;
  readonly suffix: string;
  /** What a note says. */
  readonly ground: Ground;
}

export interface ScriptRow {
  readonly name: string;
  readonly row: string;
  readonly about: string;
  readonly tool: Need;
  readonly also?: readonly Need[];
  /** The program itself, where the command is but a script that starts it. */
  readonly image?: string;
  readonly suffix: string;
  readonly corpus?: CorpusOptions;
  readonly short?: boolean;
  readonly prepare?: (place: Place) => void;
  readonly finish?: (place: Place) => void;
  /** Lines for a shell in which `$tree` is a marked tree. */
  readonly script: (place: Place) => readonly string[];
  /** Runs the script; bash when absent. */
  readonly shell?: readonly string[];
  /** The command that prints the plaintext of an original. */
  readonly undo: (place: Place, path: string) => readonly [file: string, ...args: string[]];
}

export function scriptEmulation(one: ScriptRow): Emulation {
  return {
    id: `an0603/${one.name}`,
    analytic: 'AN0603',
    row: one.row,
    about: one.about,
    needs: [one.tool, ...(one.also ?? [])],
    short: one.short ?? false,
    paced: false,
    run: (ground) => runScript(ground, one),
  };
}

async function runScript(ground: Ground, one: ScriptRow): Promise<Effects> {
  const corpus = ground.corpus(one.corpus);
  const home = ground.folder('keys');
  chmodSync(home, 0o700);
  const suffix = ground.extension(one.suffix);
  const image = one.image !== undefined && existsSync(one.image) ? one.image : which(one.tool.command);
  const out = join(ground.folder('archive'), ground.name('all') + suffix);
  const place = { tool: ground.program(image), home, tree: corpus.directory, out, suffix, ground };
  one.prepare?.(place);
  const guard = `[ -f "$tree/${MARKER}" ] || { echo "$tree is not a marked emulation tree" >&2; exit 64; }`;
  const lines = ['set -u', `tree='${corpus.directory}'`, guard, ...one.script(place)];
  const [shell = '/bin/bash', ...options] = one.shell ?? [];
  try {
    return await attack(ground, corpus, shell, [...options, ground.script('script.sh', `${lines.join('\n')}\n`)], {
      env: { EMULATION_BOOT: String(bootedAt()) },
      undone: 2,
      undo: (path) => {
        const [file, ...args] = one.undo(place, path);
        return execFileSync(file, args, { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 27 });
      },
    });
  } finally {
    one.finish?.(place);
  }
}

/** Hundredths of seconds since the epoch at which /proc/uptime was 0, for shells that have no finer clock. */
function bootedAt(): number {
  return Math.ceil((wallClock() - Number(process.hrtime.bigint() / 1_000_000n)) / 10);
}
