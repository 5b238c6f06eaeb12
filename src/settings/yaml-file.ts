/** Reads one settings file (YAML 1.2) into assignments; each mistake is an error that names its line. */
import { type Document, isMap, isNode, isScalar, LineCounter, type Pair, parseDocument, type YAMLMap } from 'yaml';
import type { Assignment } from './assignment.ts';
import { SettingsError } from './error.ts';
import { nearest } from './nearest.ts';
import { namedSettings } from './table.ts';
import type { SettingsText } from './texts.ts';

/** @throws SettingsError `syntax`, `unknown_key` or `wrong_type`, as `FILE:LINE: …` */
export function assignmentsOf({ file, text }: SettingsText): readonly Assignment[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken !== undefined) {
    throw new SettingsError(
      'syntax',
      `${file}:${lines.linePos(broken.pos[0]).line}: ${firstLine(broken.message)}`,
      broken,
    );
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) return [];
  if (!isMap(document.contents)) {
    throw new SettingsError('wrong_type', `${file}:1: settings are a map of names to values`);
  }
  return walk(document.contents, [], { file, lines, document });
}

interface Where {
  readonly file: string;
  readonly lines: LineCounter;
  readonly document: Document;
}

function walk(map: YAMLMap, path: readonly string[], where: Where): readonly Assignment[] {
  return map.items.flatMap((pair) => assign(pair, path, where));
}

function assign(pair: Pair, path: readonly string[], where: Where): readonly Assignment[] {
  const key = isScalar(pair.key) ? String(pair.key.value) : '?';
  const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
  const origin = `${where.file}:${where.lines.linePos(offset).line}`;
  const name = [...path, key].join('.');
  const known = namedSettings.find((candidate) => candidate.name === name);
  if (known !== undefined)
    return [{ name, value: isNode(pair.value) ? pair.value.toJS(where.document) : pair.value, origin }];
  if (namedSettings.some((candidate) => candidate.name.startsWith(`${name}.`))) {
    if (isMap(pair.value)) return walk(pair.value, [...path, key], where);
    if (pair.value === null || (isScalar(pair.value) && pair.value.value === null)) return [];
    throw new SettingsError('wrong_type', `${origin}: ${name} is a group of settings, not a value`);
  }
  throw new SettingsError('unknown_key', `${origin}: unknown setting '${name}'${suggestion(name, path)}`);
}

/** The nearest name in the same group, or anywhere when the group has nothing like it. */
function suggestion(name: string, path: readonly string[]): string {
  const prefix = path.length === 0 ? '' : `${path.join('.')}.`;
  const groups = namedSettings.flatMap((known) => known.path.slice(0, -1));
  const all = [...namedSettings.map((known) => known.name), ...groups];
  const inside = all.filter((known) => known.startsWith(prefix));
  const last = name.split('.').at(-1) ?? name;
  const elsewhere = namedSettings.find((known) => known.path.at(-1)?.toLowerCase() === last.toLowerCase());
  const found = elsewhere?.name ?? nearest(name, inside.length > 0 ? inside : all);
  return found === undefined ? '' : `; did you mean '${found}'?`;
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}
