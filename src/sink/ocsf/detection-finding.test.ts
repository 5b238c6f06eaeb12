import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Finding } from '../../incident/index.ts';
import { makeChannelFinding, makeFinding, makeFindingProcess } from '../../incident/testing/make-finding.ts';
import { jsonLine } from '../json-line.ts';
import { anyFinding } from '../testing/any-finding.ts';
import { OcsfSchema, schemaDirectory } from '../testing/ocsf-schema.ts';
import { misshapen } from '../testing/ocsf-shape.ts';
import { violations } from '../testing/ocsf-validator.ts';
import { detectionFinding, ocsfFormat } from './index.ts';

type Json = Record<string, unknown>;

const directory = schemaDirectory();
const schema = directory === undefined ? undefined : new OcsfSchema(directory);
const skip =
  schema === undefined ? 'no OCSF schema files: set CIPHERWATCH_OCSF_SCHEMA to a directory with them' : false;

const written = (finding: Finding): Json => JSON.parse(jsonLine(detectionFinding(finding, '0.1.0', 1)));

const samples: Readonly<Record<string, Finding>> = {
  'a mass encryption': makeFinding(),
  'its update': makeFinding({ activity: 'update', revision: 2 }),
  'an encrypted channel in a container': makeChannelFinding(),
  'a finding without a login, a host or an image': makeFinding({
    host: { name: '', bootId: '', kernel: '' },
    actor: makeFindingProcess({ path: '', argv: [], cwd: '', startedAt: 0 }),
    tree: [],
    login: {
      auid: undefined,
      session: undefined,
      user: '',
      loginUser: undefined,
      tty: undefined,
      remote: undefined,
      interactive: false,
    },
  }),
};

for (const [name, finding] of Object.entries(samples)) {
  test(`${name} has our shape`, () => assert.deepEqual(misshapen(written(finding)), []));
  test(`${name} is valid by the schema's own files`, { skip }, () => {
    assert.ok(schema);
    assert.deepEqual(violations(written(finding), schema), []);
  });
}

test('whatever a host holds, the finding keeps our shape', () => {
  fc.assert(fc.property(anyFinding, (finding) => assert.deepEqual(misshapen(written(finding)), [])));
});

test("whatever a host holds, the finding is valid by the schema's own files", { skip }, () => {
  assert.ok(schema);
  fc.assert(fc.property(anyFinding, (finding) => assert.deepEqual(violations(written(finding), schema), [])));
});

test('tells who, where and why', () => {
  const event = written(makeFinding()) as Json & { actor: Json; finding_info: Json; evidences: Json[]; unmapped: Json };
  const process = event.actor.process as Json;
  assert.equal(process.cmd_line, "openssl enc -aes-256-cbc -in 'a b.txt' -out 'a b.txt.enc'");
  assert.equal((process.parent_process as Json).pid, 50);
  assert.equal(((process.parent_process as Json).parent_process as Json).pid, 10);
  assert.deepEqual(
    (process.ancestry as Json[]).map(({ pid }) => pid),
    [50, 10],
  );
  assert.deepEqual(event.actor.session, { uid: '3', terminal: 'pts/0', is_remote: true });
  assert.equal((event.actor.user as Json).name, 'alice');
  assert.deepEqual(
    event.evidences.map(({ name }) => name),
    ['process', 'process', 'remote login', 'affected file', 'affected file', 'affected file', 'note'],
  );
  assert.equal((event.evidences[3] as { data: Json }).data.counterpart, '/srv/data/a.txt.enc');
  assert.deepEqual(event.unmapped.not_observed, ['recovery_inhibited: services cannot be observed here']);
  assert.equal((event.unmapped.legs as Json[]).length, 3);
  assert.equal(event.finding_info.first_seen_time, 1_767_225_599_799);
  assert.equal(event.confidence_score, 97);
});

test('a sub-technique is told with the technique above it', () => {
  const [attack] = (written(makeChannelFinding()).finding_info as { attacks: Json[] }).attacks;
  assert.deepEqual(attack?.technique, {
    uid: 'T1573',
    name: 'Encrypted Channel',
    src_url: 'https://attack.mitre.org/techniques/T1573/',
  });
  assert.deepEqual(attack?.sub_technique, {
    uid: 'T1573.001',
    name: 'Symmetric Cryptography',
    src_url: 'https://attack.mitre.org/techniques/T1573/001/',
  });
});

test('findings are numbered as they are written', () => {
  const format = ocsfFormat('0.1.0');
  const numbers = [1, 2, 3].map(() => (format(makeFinding()) as { metadata: { sequence: number } }).metadata.sequence);
  assert.deepEqual(numbers, [1, 2, 3]);
});

const broken: readonly (readonly [string, (event: Json) => void, RegExp])[] = [
  ['a missing attribute', (event) => delete event.severity_id, /severity_id: required/],
  ['an unknown attribute', (event) => Object.assign(event, { rule: 'x' }), /rule: unknown/],
  ['a number as text', (event) => Object.assign(event, { time: '1' }), /time: "1" is not long_t/],
  ['a fraction of a time', (event) => Object.assign(event, { time: 1.5 }), /time: 1.5 is not long_t/],
  ['a value that the enum lacks', (event) => Object.assign(event, { severity_id: 7 }), /severity_id: 7 is none of/],
  ['a caption of another value', (event) => Object.assign(event, { severity: 'Low' }), /means Critical, not Low/],
  ['a type of another activity', (event) => Object.assign(event, { type_uid: 200_403 }), /type_uid/],
  [
    'evidence without an artefact',
    (event) => Object.assign(event, { evidences: [{ name: 'x' }] }),
    /needs one of actor/,
  ],
  [
    'a profile that is not declared',
    (event) => Object.assign(event.metadata as Json, { profiles: [] }),
    /actor: needs the profile host/,
  ],
  [
    'an address that is none',
    (event) => Object.assign(event, { evidences: [{ uid: 'x', dst_endpoint: { uid: 'y', ip: 'z' } }] }),
    /does not match ip_t/,
  ],
  [
    'an observable that points nowhere',
    (event) =>
      Object.assign(event, { observables: [{ type_id: 1, type: 'Hostname', name: 'device.nam', value: 'a' }] }),
    /is not a/,
  ],
];
for (const [name, breakIt, expected] of broken) {
  test(`the validator notices ${name}`, { skip }, () => {
    assert.ok(schema);
    const event = written(makeFinding());
    breakIt(event);
    assert.match(violations(event, schema).join('\n'), expected);
  });
}

test("the validator resolves the schema as the schema's own summary does", { skip }, () => {
  assert.ok(schema && directory);
  const summary = JSON.parse(readFileSync(join(directory, 'required_fields.json'), 'utf8'));
  const structures = [schema.detectionFinding(), ...Object.keys(summary.objects).map((name) => schema.object(name))];
  for (const structure of structures) {
    assert.ok(structure);
    const expected = summary.classes[structure.name] ?? summary.objects[structure.name];
    const required = [...structure.attributes].filter(
      ([, { requirement, profile }]) => requirement === 'required' && profile === undefined,
    );
    assert.deepEqual(required.map(([key]) => key).sort(), expected.required, structure.name);
  }
});
