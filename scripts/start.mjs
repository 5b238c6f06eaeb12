// npm start: makes the machine ready, then runs `cipherwatch run` with the arguments given.
// Plain JavaScript for Node 20 and up; all else runs on the pinned Node.
import { root } from './setup/command.mjs';
import { launch } from './setup/launch.mjs';
import { prepare } from './setup/prepare.mjs';

prepare(['build']);
launch(`${root}/src/cli/main.ts`, ['run', ...process.argv.slice(2)]);
