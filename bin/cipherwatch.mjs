#!/usr/bin/env node
// cipherwatch VERB …: starts the pinned Node on the program. Sets nothing up; `npm start` does.
import { existsSync } from 'node:fs';
import { root } from '../scripts/setup/command.mjs';
import { launch } from '../scripts/setup/launch.mjs';
import { pinnedNode } from '../scripts/setup/node-packages.mjs';

if (existsSync(pinnedNode)) launch(`${root}/src/cli/main.ts`, process.argv.slice(2));
else {
  process.stderr.write(`cipherwatch: its node packages are not installed; run \`npm ci\` in ${root}\n`);
  process.exitCode = 3;
}
