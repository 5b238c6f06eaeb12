// npm test: makes the machine ready, then runs the tests. Arguments are test files; all when there are none.
import { root } from './setup/command.mjs';
import { launch } from './setup/launch.mjs';
import { prepare } from './setup/prepare.mjs';

prepare(['build', 'test']);
launch(`${root}/scripts/testing/main.ts`, process.argv.slice(2));
