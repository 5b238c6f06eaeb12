/** `config check|schema|show`: the settings. */
import { namedSettings, resolveSettings, settingsSchema, settingsTexts, showSettings } from '../../settings/index.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

export const config: Verb = {
  name: 'config',
  about: 'check the settings, show those in force and where each came from, or print their JSON Schema',
  operands: 'check|schema|show',
  options: [{ name: 'config', value: 'FILE', about: 'settings file instead of /etc/cipherwatch/cipherwatch.yaml' }],
  run: async ({ options, rest }) => {
    const [what, ...more] = rest;
    if (more.length > 0) throw new UsageError(`config takes one of check, schema, show, not '${rest.join(' ')}'`);
    if (what === 'schema') {
      process.stdout.write(`${JSON.stringify(settingsSchema(), null, 2)}\n`);
      return 0;
    }
    if (what !== 'check' && what !== 'show') throw new UsageError('config takes one of check, schema, show');
    const texts = settingsTexts(options.config);
    const resolved = resolveSettings({ texts, environment: process.env });
    if (what === 'show') {
      process.stdout.write(showSettings(resolved));
      return 0;
    }
    const given = namedSettings.filter(({ name }) => resolved.origins.get(name) !== 'default').length;
    const from = texts.length === 0 ? 'no settings file' : texts.map(({ file }) => file).join(', ');
    process.stdout.write(`ok: ${given} of ${namedSettings.length} settings given, ${from}\n`);
    return 0;
  },
};
