/** The settings in force as a settings file, each with where it came from. */
import { Document, isMap } from 'yaml';
import { put } from './nest.ts';
import type { Resolved } from './resolve.ts';
import { namedSettings } from './table.ts';

export function showSettings({ settings, origins }: Resolved): string {
  const plain: Record<string, unknown> = {};
  for (const { path, setting } of namedSettings) {
    const value = path.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], settings);
    put(plain, path, setting.kind.toYaml(value));
  }
  const document = new Document(plain);
  for (const { name, path, setting } of namedSettings) {
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    const pair = isMap(parent) ? parent.items.find(({ key }) => String(key) === path.at(-1)) : undefined;
    const key = document.createNode(path.at(-1));
    key.commentBefore = ` ${setting.about}\n from: ${origins.get(name) ?? 'default'}`;
    if (pair !== undefined) pair.key = key;
  }
  return document.toString({ lineWidth: 0 });
}
