/** `doctor`: what can be seen here, what it costs when something cannot, and what mends it. */
import { type CheckResult, type CheckState, checks } from '../../launch/index.ts';
import { resolveSettings, settingsTexts } from '../../settings/index.ts';
import { printable } from '../../sink/index.ts';
import { type Hue, type Paint, paintFor } from '../paint.ts';
import type { ExitCode, Verb } from '../verb.ts';

interface Row extends CheckResult {
  readonly id: string;
  readonly title: string;
  readonly essential: boolean;
}

const HUES: Readonly<Record<CheckState, Hue>> = { ok: 'green', degraded: 'yellow', missing: 'red' };

export const doctor: Verb = {
  name: 'doctor',
  about: 'what can be seen here: each telemetry, why not, what that costs in detection, what fixes it',
  options: [
    { name: 'json', about: 'as one JSON object' },
    { name: 'config', value: 'FILE', about: 'settings file instead of /etc/cipherwatch/cipherwatch.yaml' },
  ],
  run: async ({ options, switches }) => {
    const { settings } = resolveSettings({ texts: settingsTexts(options.config), environment: process.env });
    const rows: Row[] = [];
    for (const { id, title, essential, look } of checks) {
      rows.push({ id, title, essential, ...(await look({ sensor: settings.sensor, user: settings.user })) });
    }
    const code = codeOf(rows);
    if (switches.has('json'))
      process.stdout.write(`${JSON.stringify({ verdict: VERDICTS[code], checks: rows }, null, 2)}\n`);
    else process.stdout.write(asText(rows, code, paintFor(process.stdout)));
    return code;
  },
};

type DoctorCode = Exclude<ExitCode, 2>;

const VERDICTS: Readonly<Record<DoctorCode, string>> = {
  0: 'everything can be seen',
  1: 'runs, and sees less than it could',
  3: 'cannot run here',
};

function codeOf(rows: readonly Row[]): DoctorCode {
  if (rows.some(({ essential, state }) => essential && state === 'missing')) return 3;
  return rows.some(({ state }) => state !== 'ok') ? 1 : 0;
}

function asText(rows: readonly Row[], code: DoctorCode, paint: Paint): string {
  const width = Math.max(...rows.map(({ title }) => title.length));
  const lines = rows.flatMap(({ state, title, why, costs, remedy }) => [
    `${paint(HUES[state], state.padEnd(8))} ${title.padEnd(width)}  ${printable(why)}`,
    ...(costs === undefined ? [] : [`${' '.repeat(width + 11)}costs: ${costs}`]),
    ...(remedy === undefined ? [] : [`${' '.repeat(width + 11)}fix: ${remedy}`]),
  ]);
  return `${[...lines, '', VERDICTS[code]].join('\n')}\n`;
}
