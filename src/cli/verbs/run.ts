/** `run`: the main job. This process becomes the launcher; the work is done by the engine process. */
import { launch } from '../../launch/launcher.ts';
import { preflight } from '../../launch/preflight.ts';
import { childArguments, ownArguments } from '../child.ts';
import { checkRunOptions, runOptions } from '../run-options.ts';
import type { ExitCode, Verb } from '../verb.ts';

export const run: Verb = {
  name: 'run',
  about: 'watch this host and write findings (the main job)',
  options: runOptions,
  run: async (given) => {
    const { durationMs } = checkRunOptions(given);
    await preflight();
    const { config } = given.options;
    const code = await launch({
      engine: childArguments('engine', ownArguments()),
      ...(durationMs === undefined ? {} : { durationMs }),
      ...(config === undefined ? {} : { config }),
      onNotice: (line) => process.stderr.write(`cipherwatch: ${line}\n`),
    });
    return code as ExitCode;
  },
};
