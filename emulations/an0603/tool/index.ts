/** Emulations that put a tree through a command-line tool. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import type { Effects, Emulation } from '../../emulation.ts';
import type { Ground } from '../../ground.ts';
import { which } from '../../which.ts';
import { attack } from '../attack.ts';
import { otherTools } from './archiver.ts';
import { gpgTools } from './gnupg.ts';
import { type Ending, loopScript } from './loop.ts';
import { opensslTools } from './openssl.ts';
import { ENDINGS, FORMS, TOOL_ROWS, type ToolRow } from './row.ts';
import type { Kit, Tool } from './tool.ts';

const tools: readonly Tool[] = [...opensslTools, ...gpgTools, ...otherTools];

export const toolEmulations: readonly Emulation[] = TOOL_ROWS.map((row) => {
  const tool = tools.find(({ name }) => name === row.tool);
  if (tool === undefined) throw new Error(`no tool is named ${row.tool}`);
  return emulation(tool, row);
});

function emulation(tool: Tool, { form, ending = 'remove', short = false }: ToolRow): Emulation {
  const besides = ending === 'remove' || ending === 'self' ? '' : `-${ending}`;
  return {
    id: `an0603/${tool.name}-${form}${besides}`,
    analytic: 'AN0603',
    row: form === 'exec' || form === 'xargs' ? 'find -exec and xargs -P' : 'shell loops over each tool',
    about: `${tool.about}, ${FORMS[form]}; ${ENDINGS[ending]}`,
    needs: [tool.need, ...(tool.also ?? [])],
    short,
    paced: form === 'while' || form === 'for',
    run: (ground) => runLoop(ground, tool, { tool: tool.name, form, ending }),
  };
}

async function runLoop(ground: Ground, tool: Tool, { form, ending = 'remove' }: ToolRow): Promise<Effects> {
  const { kinds, suffix: usual } = tool;
  const corpus = ground.corpus(kinds === undefined ? {} : { kinds });
  const kit = kitOf(ground, tool);
  tool.prepare?.(kit);
  const suffix = ground.extension(usual);
  const moved = tool.names && suffix !== usual && form !== 'many' ? ` && mv -- "$file${usual}" "$file${suffix}"` : '';
  const named = form === 'many' ? usual : suffix;
  const step = { command: tool.command(kit) + moved, suffix: named, ending };
  const script = ground.script('loop.sh', loopScript(corpus.directory, form, step));
  try {
    return await attack(ground, corpus, '/bin/bash', [script], {
      undone: 2,
      undo: (path) => plaintext(tool, kit, leftAt(path, named, ending)),
    });
  } finally {
    tool.finish?.(kit);
  }
}

function kitOf(ground: Ground, tool: Tool): Kit {
  const home = ground.folder('keys');
  chmodSync(home, 0o700);
  const image = tool.image !== undefined && existsSync(tool.image) ? tool.image : which(tool.need.command);
  return { tool: ground.program(image), home };
}

const leftAt = (path: string, suffix: string, ending: Ending) =>
  ending === 'over' || ending === 'cat' ? path : `${path}${suffix}`;

function plaintext(tool: Tool, kit: Kit, out: string): Buffer {
  const [file, ...args] = tool.undo(kit, out);
  return execFileSync(file, args, { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 });
}
