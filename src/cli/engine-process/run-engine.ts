/**
 * The engine process of `run`: opens what needs root, gives root up, then judges the stream on its
 * standard input until that ends.
 */
import { resolve } from 'node:path';
import { resolveSettings, type Settings, type SettingsText, settingsTexts } from '../../settings/index.ts';
import { refuseContain, settingOptions } from '../run-options.ts';
import type { Arguments, ExitCode } from '../verb.ts';
import { ignoreSignals, onLauncherMessage, say } from './channel.ts';
import { EngineRun } from './engine-run.ts';

export async function runEngine(given: Arguments): Promise<ExitCode> {
  ignoreSignals();
  const settings = settingsNow(given, settingsTexts(given.options.config));
  const run = new EngineRun(settings, given.options.record);
  onLauncherMessage((message) => {
    if (message.type === 'notice') run.notice(message.text);
    else run.reload(() => settingsNow(given, message.texts));
  });
  say({ type: 'ready', sensor: resolve(settings.sensor) });
  try {
    await run.judge(process.stdin);
  } finally {
    await run.end();
  }
  return 0;
}

function settingsNow(given: Arguments, texts: readonly SettingsText[]): Settings {
  const { settings } = resolveSettings({ texts, environment: process.env, options: settingOptions(given) });
  refuseContain(settings.respond);
  return settings;
}
