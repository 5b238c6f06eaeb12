/** docs/settings.md tells of every setting, with its default. */
import { fileURLToPath } from 'node:url';
import { type NamedSetting, namedSettings } from '../../src/settings/table.ts';
import type { Check } from './repository.ts';

const PAGE = 'docs/settings.md';
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** As the second cell of a row shows it. Paths in this tree are shown from its root. */
export function defaultText({ setting }: Pick<NamedSetting, 'setting'>): string {
  const value = setting.kind.toYaml(setting.fallback);
  if (Array.isArray(value) && value.length === 0) return 'none';
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return `\`${text.replace(ROOT, '').replaceAll('|', '\\|')}\``;
}

/** Default by name, of the rows whose first cell is one code span. */
function toldDefaults(text: string): ReadonlyMap<string, string> {
  const rows = text.matchAll(/^\| `([^`]+)` \| ((?:\\\||[^|])*) \|/gm);
  return new Map([...rows].map(([, name = '', told = '']) => [name, told]));
}

export const checkSettings: Check = (repository) => {
  if (!repository.exists(PAGE)) return [`${PAGE} is missing`];
  const told = toldDefaults(repository.read(PAGE));
  const names = new Set(namedSettings.map(({ name }) => name));
  return [
    ...namedSettings.flatMap((named) => {
      const [there, wanted] = [told.get(named.name), defaultText(named)];
      if (there === undefined) return [`${PAGE}: the setting ${named.name} is not told`];
      return there === wanted ? [] : [`${PAGE}: the default of ${named.name} is ${wanted}, not ${there}`];
    }),
    ...[...told.keys()].filter((name) => !names.has(name)).map((name) => `${PAGE}: there is no setting ${name}`),
  ];
};
