/** The JSON Schema (2020-12) of a settings file, from the table. */
import { namedSettings } from './table.ts';

interface Group {
  readonly type: 'object';
  readonly additionalProperties: false;
  readonly properties: Record<string, unknown>;
}

function group(): Group {
  return { type: 'object', additionalProperties: false, properties: {} };
}

export function settingsSchema(): Readonly<Record<string, unknown>> {
  const root = group();
  for (const { path, setting } of namedSettings) {
    let at = root;
    for (const part of path.slice(0, -1)) {
      const inner = (at.properties[part] ?? group()) as Group;
      at.properties[part] = inner;
      at = inner;
    }
    at.properties[path.at(-1) ?? ''] = {
      description: setting.about,
      default: setting.kind.toYaml(setting.fallback),
      ...setting.kind.schema,
    };
  }
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Cipherwatch settings', ...root };
}
