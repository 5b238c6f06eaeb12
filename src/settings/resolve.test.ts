import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDocument } from 'yaml';
import { namedSettings, resolveSettings, SettingsError, settingsSchema, settingsTexts, showSettings } from './index.ts';

const given = (text: string, environment = {}, options = {}) =>
  resolveSettings({ texts: [{ file: 'cw.yaml', text }], environment, options });

test('defaults stand when nothing is given', () => {
  const { settings, origins } = given('');
  assert.equal(settings.state, '/var/lib/cipherwatch');
  assert.equal(settings.respond, 'observe');
  assert.deepEqual(new Set(origins.values()), new Set(['default']));
});

test('the command line beats the environment, which beats files, of which the later one wins', () => {
  const texts = [
    { file: 'a.yaml', text: 'state: /a\nuser: a\nformat: native\nan0401:\n  TrafficAsymmetryRatio: 3\n' },
    { file: 'b.yaml', text: 'user: b\nformat: ocsf\n' },
  ];
  const environment = { CIPHERWATCH_FORMAT: 'native', CIPHERWATCH_STATE: '/e', PATH: '/bin' };
  const { settings, origins } = resolveSettings({ texts, environment, options: { state: '/o', user: undefined } });
  assert.deepEqual(
    [settings.state, settings.user, settings.format, settings.an0401.TrafficAsymmetryRatio],
    ['/o', 'b', 'native', 3],
  );
  assert.equal(origins.get('state'), '--state');
  assert.equal(origins.get('user'), 'b.yaml:1');
  assert.equal(origins.get('format'), '$CIPHERWATCH_FORMAT');
  assert.equal(origins.get('an0401.TrafficAsymmetryRatio'), 'a.yaml:5');
});

test('every setting can be an environment variable of its own', () => {
  assert.equal(new Set(namedSettings.map(({ variable }) => variable)).size, namedSettings.length);
  for (const { name, variable, setting } of namedSettings) {
    const value = setting.kind.toYaml(setting.fallback);
    const asText = Array.isArray(value) ? value.join(',') : String(value);
    const { origins } = given('', { [variable]: asText });
    assert.equal(origins.get(name), asText === '' ? 'default' : `$${variable}`, name);
  }
});

const mistakes: readonly (readonly [string, string, RegExp])[] = [
  ['a key unlike any other', 'stat: /x\n', /^cw\.yaml:1: unknown setting 'stat'; did you mean 'state'\?$/],
  [
    'a mistyped inner key',
    'an0401:\n  TrustedCryptoLib: []\n',
    /^cw\.yaml:2: .*did you mean 'an0401\.TrustedCryptoLibs'/,
  ],
  ['a key in the wrong group', 'SyscallBurstRate: 4\n', /did you mean 'an0603\.SyscallBurstRate'/],
  ['a mistyped group', 'an041:\n  a: 1\n', /did you mean 'an0401'/],
  [
    'text for a number',
    '\n\nan0603:\n  SyscallBurstRate: fast\n',
    /^cw\.yaml:4: an0603\.SyscallBurstRate must be a number/,
  ],
  ['a span without unit', 'retention:\n  age: 30\n', /^cw\.yaml:2: retention\.age must be a time with its unit/],
  ['text for a list', 'an0401:\n  TrustedCryptoLibs: a\n', /must be a list of texts, not "a"/],
  ['a value where a group belongs', 'an0401: 3\n', /^cw\.yaml:1: an0401 is a group/],
  ['an unknown choice', 'format: xml\n', /must be one of ocsf, native, not "xml"/],
  ['a broken pattern', 'an0603:\n  FilenamePattern: "("\n', /must be a regular expression, not/],
  ['a key given twice', 'state: /a\nstate: /b\n', /^cw\.yaml:2: /],
  ['text that is not YAML', 'state: [\n', /^cw\.yaml:\d+: /],
  ['a list instead of a map', '- a\n', /settings are a map/],
];
for (const [what, text, message] of mistakes) {
  test(`refuses ${what}, naming file and line`, () => {
    assert.throws(
      () => given(text),
      (error: unknown) => error instanceof SettingsError && message.test(error.message),
    );
  });
}

test('refuses an unknown variable and an ill-typed option', () => {
  assert.throws(() => given('', { CIPHERWATCH_STAT: 'x' }), /did you mean \$CIPHERWATCH_STATE/);
  assert.throws(() => given('', { CIPHERWATCH_FORMAT: 'x' }), /\$CIPHERWATCH_FORMAT: format must be one of/);
  assert.throws(() => given('', {}, { format: 'x' }), /--format must be one of/);
});

test('what is shown can be read again and says the same', () => {
  const first = given('an0603:\n  DirectoryTargeted: [/data]\nretention: { age: 36h }\n');
  const again = given(showSettings(first));
  assert.deepEqual(again.settings, first.settings);
});

test('files are the main one and conf.d in name order; a named one must exist', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cw-settings-'));
  try {
    mkdirSync(join(folder, 'conf.d'));
    for (const name of ['main.yaml', 'conf.d/20.yaml', 'conf.d/10.yaml', 'conf.d/.hidden.yaml', 'conf.d/readme.txt']) {
      writeFileSync(join(folder, name), '');
    }
    const files = settingsTexts(join(folder, 'main.yaml')).map(({ file }) => file.slice(folder.length + 1));
    assert.deepEqual(files, ['main.yaml', 'conf.d/10.yaml', 'conf.d/20.yaml']);
    assert.throws(() => settingsTexts(join(folder, 'none.yaml')), /cannot be read: no such file/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the schema accepts what is shown and refuses what is unknown', async () => {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const validate = new Ajv2020({ formats: { regex: true } }).compile(settingsSchema());
  assert.equal(validate(parseDocument(showSettings(given(''))).toJS()), true, JSON.stringify(validate.errors));
  assert.equal(validate({ stat: 1 }), false);
  assert.equal(validate({ retention: { age: 3 } }), false);
});
