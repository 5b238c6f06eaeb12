import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAnalytics } from './analytics.ts';
import { checkDependencies } from './dependencies.ts';
import { checkEvents } from './events.ts';
import { checkLinks } from './links.ts';
import { checkRecords } from './records.ts';
import type { Check, Repository } from './repository.ts';

const index = [
  '# Docs',
  '## Event pages',
  '1. What it tells',
  '2. Fields',
  '## Analytic pages',
  '1. Evidence legs',
  '## Design records',
  '1. Question',
].join('\n');
const event = `export interface A extends Base {\n  readonly kind: 'a_b';\n  readonly size: number;\n}\n`;
const header = 'enum cw_type {\n\tCW_A_B = 1,\n};';
const page = '# a_b\n## What it tells\nx\n## Fields\n| `size` | bytes | x |\n';
const manifest = '{"dependencies":{"one":"1"},"devDependencies":{"two":"1"}}';
const dependencies =
  '## Node packages at run time\n| `one` | why |\n## Node packages for development\n| `two` | why |\n## System packages\n| `three` | why |\n';

const sound: Readonly<Record<string, string>> = {
  'docs/README.md': index,
  'src/event/a-b.ts': event,
  'sensor/event.h': header,
  'docs/events/a_b.md': page,
  'src/analytics/an0001/index.ts': '',
  'src/analytics/an0001/legs/burst-rate.ts': '',
  'docs/analytics/AN0001.md': '# AN0001: x\n## Evidence legs\n- `burst-rate`: x\n',
  'docs/design/001-x.md': '# 001: x\n## Question\nx\n',
  'package.json': manifest,
  'scripts/packages.json': '{"packages":[{"name":"three"}]}',
  'docs/dependencies.md': dependencies,
};

/** A repository in memory; patterns know `*` within a name and a leading `**`. */
function repository(files: Readonly<Record<string, string | undefined>>): Repository {
  const present = Object.fromEntries(Object.entries(files).filter(([, text]) => text !== undefined));
  return {
    exists: (path) => path in present,
    read: (path) => present[path] ?? '',
    find: (pattern) => {
      const source = pattern
        .replaceAll('.', '\\.')
        .replace('**/', '(?:.+/)?')
        .replaceAll(/(?<!\))\*/g, '[^/]*');
      const shape = new RegExp(`^${source}$`);
      return Object.keys(present)
        .filter((path) => shape.test(path))
        .sort();
    },
  };
}

const checks: Readonly<Record<string, Check>> = {
  events: checkEvents,
  analytics: checkAnalytics,
  links: checkLinks,
  records: checkRecords,
  dependencies: checkDependencies,
};

for (const [name, check] of Object.entries(checks))
  test(`${name}: stays quiet when all is well`, () => {
    assert.deepEqual(check(repository(sound)), []);
  });

const broken: readonly (readonly [
  what: string,
  check: Check,
  change: Record<string, string | undefined>,
  says: RegExp,
])[] = [
  ['an event without a page', checkEvents, { 'docs/events/a_b.md': undefined }, /a_b\.md is missing/],
  ['a page without an event', checkEvents, { 'docs/events/c.md': '# c' }, /c\.md: there is no such event/],
  [
    'a missing heading',
    checkEvents,
    { 'docs/events/a_b.md': page.replace('## What it tells\nx\n', '') },
    /headings are/,
  ],
  ['an empty section', checkEvents, { 'docs/events/a_b.md': page.replace('tells\nx', 'tells') }, /nothing is said/],
  [
    'a field that is not told',
    checkEvents,
    { 'docs/events/a_b.md': page.replace('`size`', 'size') },
    /field size is not told/,
  ],
  ['a field that is not there', checkEvents, { 'docs/events/a_b.md': `${page}| \`old\` | x |\n` }, /no field old/],
  ['an event without a record', checkEvents, { 'sensor/event.h': 'enum cw_type {\n};' }, /no record type for a_b/],
  [
    'a record without an event',
    checkEvents,
    { 'sensor/event.h': header.replace('};', '\tCW_NEW = 2,\n};') },
    /record new/,
  ],
  ['an analytic without a page', checkAnalytics, { 'docs/analytics/AN0001.md': undefined }, /AN0001\.md is missing/],
  [
    'a leg that is not told',
    checkAnalytics,
    { 'src/analytics/an0001/legs/note-drop.ts': '' },
    /leg note-drop is not told/,
  ],
  ['a page without an analytic', checkAnalytics, { 'docs/analytics/AN0002.md': '' }, /no such analytic/],
  ['a dead link', checkLinks, { 'docs/x.md': '[a](gone.md)' }, /docs\/x\.md:1: gone\.md is not there/],
  ['a dead anchor', checkLinks, { 'docs/x.md': '\n[a](README.md#gone)' }, /docs\/x\.md:2: .*#gone/],
  [
    'a gap in the numbers',
    checkRecords,
    { 'docs/design/003-y.md': '# 003: y\n## Question\nx\n' },
    /next record is 002/,
  ],
  [
    'a dependency that is not told',
    checkDependencies,
    { 'docs/dependencies.md': dependencies.replace('`two`', '`2`') },
    /two is not told/,
  ],
  [
    'a dependency that is not used',
    checkDependencies,
    { 'scripts/packages.json': '{"packages":[]}' },
    /three under .* is not used/,
  ],
];

for (const [what, check, change, says] of broken)
  test(`tells of ${what}`, () => {
    assert.match(check(repository({ ...sound, ...change })).join('\n'), says);
  });

const harmless: readonly (readonly [what: string, text: string])[] = [
  ['a link leads elsewhere', '[a](https://example.org/x) [b](mailto:a@example.org)'],
  ['a link stands in code', '`[a](gone.md)`\n```\n[b](gone.md)\n```'],
  ['an anchor names a heading', '## Event pages, and more\n[a](#event-pages-and-more) [b](README.md#event-pages)'],
];

for (const [what, text] of harmless)
  test(`stays quiet when ${what}`, () => {
    assert.deepEqual(checkLinks(repository({ ...sound, 'docs/x.md': text })), []);
  });
