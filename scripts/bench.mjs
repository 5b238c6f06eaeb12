// npm run bench: makes the machine ready, then measures. Arguments are sections; all when there are none.
import { root } from './setup/command.mjs';
import { launch } from './setup/launch.mjs';
import { prepare } from './setup/prepare.mjs';

prepare(['build', 'test', 'bench']);
launch(`${root}/bench/main.ts`, process.argv.slice(2));
