/**
 * The settings room: what can be set, read from YAML files, the environment and the command line.
 * Resolved and validated once, at the edge.
 *
 * @module
 */
export type { Environment } from './environment.ts';
export { SettingsError, type SettingsErrorCode } from './error.ts';

export { type Resolved, resolveSettings, type SettingsInput } from './resolve.ts';
export { settingsSchema } from './schema.ts';
export { showSettings } from './show.ts';
export { type NamedSetting, namedSettings, type Settings } from './table.ts';
export { type SettingsText, settingsTexts } from './texts.ts';
