/** `replay`: judges recordings. A recording gives the findings that the live run gave, uid for uid. */
import { resolveSettings, type Settings, settingsTexts } from '../../settings/index.ts';
import { openRecording, type RecordingSource } from '../../source/index.ts';
import { checkOrigin } from '../replay/origin.ts';
import { ReplayRun } from '../replay/replay-run.ts';
import { configOption } from '../run-options.ts';
import { UsageError } from '../usage-error.ts';
import type { ExitCode, Verb } from '../verb.ts';

export const replay: Verb = {
  name: 'replay',
  about: 'judge recordings; exits with 1 when there were findings',
  operands: 'FILE…',
  options: [
    { name: 'from', value: 'auto|recording', about: 'what the files are (default auto)' },
    { name: 'output', value: 'FILE|-', about: 'append findings as NDJSON to a file, or write them to standard output' },
    { name: 'format', value: 'ocsf|native', about: 'form of a finding in NDJSON (default ocsf)' },
    configOption,
  ],
  run: async ({ options, rest }) => {
    checkOrigin(options.from);
    if (rest.length === 0) throw new UsageError('replay needs at least one FILE');
    const { config, output, format } = options;
    const texts = settingsTexts(config);
    const { settings } = resolveSettings({ texts, environment: process.env, options: { output, format } });
    return await judgeAll(settings, await Promise.all(rest.map(openRecording)));
  },
};

/** One after the other by the time at which they begin; those of one host together. */
async function judgeAll(settings: Settings, recordings: readonly RecordingSource[]): Promise<ExitCode> {
  const ordered = [...recordings].sort(
    ({ header: a }, { header: b }) => a.host.name.localeCompare(b.host.name) || a.clock.firstHello - b.clock.firstHello,
  );
  const run = new ReplayRun(settings);
  try {
    for (const recording of ordered) await run.judge(recording);
  } finally {
    await run.end();
  }
  return run.findings > 0 ? 1 : 0;
}
