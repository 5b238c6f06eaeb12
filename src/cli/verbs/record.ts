/** `record`: writes the event stream to a recording. This process becomes the launcher; a child writes. */
import { launch } from '../../launch/launcher.ts';
import { preflight } from '../../launch/preflight.ts';
import { childArguments, ownArguments } from '../child.ts';
import { readDuration } from '../duration.ts';
import { configOption, durationOption, userOption } from '../run-options.ts';
import { UsageError } from '../usage-error.ts';
import type { ExitCode, Verb } from '../verb.ts';

export const record: Verb = {
  name: 'record',
  about: 'record the event stream (zstd), for replay',
  options: [
    { name: 'output', value: 'FILE', about: 'the recording; an existing file is replaced' },
    durationOption,
    userOption,
    configOption,
  ],
  run: async ({ options }) => {
    if (options.output === undefined) throw new UsageError('record needs --output FILE');
    const durationMs = readDuration(options.duration);
    await preflight();
    const code = await launch({
      engine: childArguments('recorder', ownArguments()),
      ...(durationMs === undefined ? {} : { durationMs }),
      onNotice: (line) => process.stderr.write(`cipherwatch: ${line}\n`),
    });
    return code as ExitCode;
  },
};
