/** Emulations that put a tree through a command-line tool. */
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import type { Emulation } from '../../emulation.ts';
import { which } from '../../which.ts';
import { attack } from '../attack.ts';
import { type LoopForm, loopScript } from './loop.ts';
import { type Tool, tools } from './tools.ts';

interface Row {
  readonly tool: string;
  readonly form: LoopForm;
  readonly short?: boolean;
}

const FORMS: Readonly<Record<LoopForm, string>> = {
  while: 'in a shell loop that removes each original',
  for: 'in a for loop that removes each original',
  exec: 'by find -exec, a shell for each file',
  xargs: 'by xargs -P 4, a shell for each file',
  after: 'over the whole tree, and the originals removed when all is done',
};

const ROWS: readonly Row[] = [
  { tool: 'openssl-enc', form: 'while', short: true },
  { tool: 'gpg-symmetric', form: 'while', short: true },
  { tool: 'openssl-cms', form: 'while' },
];

export const toolEmulations: readonly Emulation[] = ROWS.map(({ tool: wanted, form, short = false }) => {
  const tool = tools.find(({ name }) => name === wanted);
  if (tool === undefined) throw new Error(`no tool is named ${wanted}`);
  return emulation(tool, form, short);
});

function emulation(tool: Tool, form: LoopForm, short: boolean): Emulation {
  return {
    id: `an0603/${tool.name}-${form}`,
    analytic: 'AN0603',
    row: form === 'exec' || form === 'xargs' ? 'find -exec and xargs -P' : 'shell loops over each tool',
    about: `${tool.about}, ${FORMS[form]}`,
    needs: [tool.need],
    short,
    paced: form === 'while' || form === 'for',
    run: async (ground) => {
      const corpus = ground.corpus();
      const home = ground.folder('keys');
      chmodSync(home, 0o700);
      const kit = { tool: ground.program(which(tool.need.command)), home };
      tool.prepare?.(kit);
      const suffix = ground.extension(tool.suffix);
      const command = `${tool.command(kit)}${tool.names && suffix !== tool.suffix ? ` && mv "$file${tool.suffix}" "$out"` : ''}`;
      const step = { command, suffix, removes: tool.removes ?? false };
      const script = ground.script('loop.sh', loopScript(corpus.directory, form, step));
      try {
        return await attack(ground, corpus, '/bin/bash', [script], {
          undone: 2,
          undo: (path) => {
            const [file, ...args] = tool.undo(kit, `${path}${suffix}`);
            return execFileSync(file, args, { stdio: ['ignore', 'pipe', 'ignore'] });
          },
        });
      } finally {
        tool.finish?.(kit);
      }
    },
  };
}
