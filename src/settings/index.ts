/**
 * The settings room: what can be set, read from YAML files, the environment and the command line.
 * Resolved and validated once, at the edge.
 *
 * @module
 */
export type { Environment } from './environment.ts';
export { SettingsError, type SettingsErrorCode } from './error.ts';
export { duration, spanText } from './kind.ts';
export { nearest } from './nearest.ts';
export { type Resolved, resolveSettings, type SettingsInput } from './resolve.ts';
export { settingsSchema } from './schema.ts';
export { showSettings } from './show.ts';
export { type NamedSetting, namedSettings, type Settings } from './table.ts';
export { DEFAULT_SETTINGS_FILE, type SettingsText, settingsTexts } from './texts.ts';
