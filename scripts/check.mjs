// npm run check: types, lint, dead code, docs and C layout. Every stage runs, and what failed is named at the end.
// Arguments name stages; all when there are none. Exit code 1 when one failed.
import { command, root } from './setup/command.mjs';
import { pinnedNode } from './setup/node-packages.mjs';
import { prepare } from './setup/prepare.mjs';

prepare(['check']);

/** @type {Record<string, [program: string, ...args: string[]]>} */
const stages = {
  types: ['tsc', '-p', 'tsconfig.json'],
  lint: ['biome', 'ci', '--colors=off', '--error-on-warnings', '--max-diagnostics=200', '.'],
  'dead-code': ['knip', '--no-progress'],
  docs: [pinnedNode, 'scripts/docs/main.ts'],
  'c-layout': ['make', '--no-print-directory', '-C', 'sensor', 'format-check'],
};
// The tools are scripts for `env node`, which is to be the pinned one.
const env = { PATH: `${root}/node_modules/.bin:${process.env.PATH}`, NO_COLOR: '1' };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in stages));
if (unknown.length > 0) {
  process.stderr.write(`no such stage: ${unknown.join(', ')}; there are ${Object.keys(stages).join(', ')}\n`);
  process.exit(2);
}

const failed = [];
for (const [name, [program, ...args]] of Object.entries(stages)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const began = performance.now();
  const { ok, output } = command(program, args, env);
  if (!ok) {
    failed.push(name);
    process.stdout.write(`${output.trimEnd()}\n`);
  }
  process.stdout.write(`${ok ? '✔' : '✖'} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)\n`);
}
if (failed.length > 0) {
  process.stdout.write(`check failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
