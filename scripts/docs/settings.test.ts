import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedSettings } from '../../src/settings/table.ts';
import type { Repository } from './repository.ts';
import { checkSettings, defaultText } from './settings.ts';

const sound = namedSettings.map((named) => `| \`${named.name}\` | ${defaultText(named)} | x | x |\n`).join('');

function repository(page: string): Repository {
  return { exists: () => true, read: () => page, find: () => [] };
}

test('stays quiet when every setting is told with its default', () => {
  assert.deepEqual(checkSettings(repository(sound)), []);
});

const broken: readonly (readonly [what: string, page: string, says: RegExp])[] = [
  ['a setting that is not told', sound.replace('`state`', 'state'), /setting state is not told/],
  ['a setting that is not there', `${sound}| \`gone\` | \`1\` | x | x |\n`, /no setting gone/],
  ['another default', sound.replace('`30d`', '`31d`'), /default of retention\.age is `30d`, not `31d`/],
  ['another pattern', sound.replace('how.?to', 'howto'), /default of an0603\.FilenamePattern/],
];

for (const [what, page, says] of broken)
  test(`tells of ${what}`, () => {
    assert.match(checkSettings(repository(page)).join('\n'), says);
  });

test('no default shows a path of this machine', () => {
  for (const named of namedSettings) assert.doesNotMatch(defaultText(named), /^`\/(?!etc|var|home)/, named.name);
});
