/**
 * The wire contract: what the C compiler makes of `sensor/event.h` against the tables that the TypeScript
 * decoder reads by, both ways, so that nothing is missing on either side.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CONSTANTS, ENUMS, RECORDS, STRUCTS } from '../../src/event/registry.ts';
import { HEADER } from '../../src/event/wire.ts';
import { type Probe, probeContract } from './contract-probe.ts';

const header = join(import.meta.dirname, '../../sensor/event.h');

/** The decoder's tables in the compiler's terms. */
function decoderContract(): Probe {
  const structs = STRUCTS.map((struct) => {
    const fields = Object.entries(struct.fields).map(([name, field]) => [
      name,
      { offset: struct.at[name] ?? -1, size: field.size },
    ]);
    return [struct.name, { size: struct.size, fields: Object.fromEntries(fields) }];
  });
  const enums = ENUMS.map(({ name, prefix, values }) => [
    name,
    Object.fromEntries(Object.entries(values).map(([constant, value]) => [`${prefix}${constant}`, value])),
  ]);
  const constants = Object.entries(CONSTANTS).map(([name, value]) => [`CW_${name}`, value]);
  return {
    structs: Object.fromEntries(structs),
    enums: Object.fromEntries(enums),
    constants: Object.fromEntries(constants),
  };
}

describe('the wire contract', () => {
  const compiled = probeContract(header);
  const decoder = decoderContract();

  test('structs have the same fields, offsets and sizes', () => {
    assert.ok(Object.keys(compiled.structs).length >= 20);
    assert.deepEqual(decoder.structs, compiled.structs);
  });

  test('enums have the same constants', () => {
    assert.deepEqual(decoder.enums, compiled.enums);
  });

  test('limits and version are the same', () => {
    assert.deepEqual(decoder.constants, compiled.constants);
  });

  test('every record type has a decoder, whose struct begins with the header', () => {
    assert.deepEqual(
      RECORDS.map(({ type }) => type),
      Object.values(compiled.enums.cw_type ?? {}),
    );
    for (const { layout } of RECORDS) assert.equal(layout.fields.h, HEADER);
  });
});

describe('a contract that was changed is noticed', () => {
  const text = readFileSync(header, 'utf8');
  const changes: readonly (readonly [what: string, from: string, to: string])[] = [
    ['a field before others', '\t__u64 opened_ns;\n', '\t__u64 extra;\n\t__u64 opened_ns;\n'],
    ['a field at the end', '\tstruct cw_fd fd;\n};', '\tstruct cw_fd fd;\n\t__u32 extra;\n};'],
    ['two fields of one size exchanged', '\t__u64 tx_bytes, rx_bytes;\n', '\t__u64 rx_bytes, tx_bytes;\n'],
    ['another width', '\t__u32 exit_code;', '\t__u64 exit_code;'],
    ['a new constant', 'CW_BY_PUNCH = 1 << 7,', 'CW_BY_PUNCH = 1 << 7,\n\tCW_BY_MAGIC = 1 << 8,'],
    ['another value', 'CW_FD_NULL = 8', 'CW_FD_NULL = 9'],
    ['another limit', '#define CW_SAMPLE_LEN 512', '#define CW_SAMPLE_LEN 256'],
    ['a new struct', '#endif\n', 'struct cw_new {\n\tstruct cw_header h;\n};\n#endif\n'],
  ];
  for (const [what, from, to] of changes) {
    test(what, () => {
      const at = text.lastIndexOf(from);
      assert.notEqual(at, -1, `event.h no longer has ${JSON.stringify(from)}`);
      const directory = mkdtempSync(join(tmpdir(), 'cipherwatch-contract-'));
      try {
        const copy = join(directory, 'event.h');
        writeFileSync(copy, text.slice(0, at) + to + text.slice(at + from.length));
        assert.notDeepEqual(decoderContract(), probeContract(copy));
      } finally {
        rmSync(directory, { recursive: true });
      }
    });
  }
});
