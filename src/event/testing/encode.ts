/**
 * Writes records of the contract from the decoder's own layout tables. For tests only: nothing in the
 * product writes the sensor's stream but the sensor.
 */
import type { Field, Sequence, Struct } from '../layout.ts';
import { RECORDS } from '../registry.ts';
import { HEADER } from '../wire.ts';

/** Numbers and bigints for scalars, text or bytes for arrays of char and u8, lists for other arrays, objects for structs. */
export type Value = number | bigint | string | Uint8Array | readonly Value[] | Values;
export interface Values {
  readonly [field: string]: Value;
}

export interface RawRecord {
  /** `header.type` */
  readonly type: number;
  readonly seq: number | bigint;
  /** CLOCK_BOOTTIME, ns */
  readonly timeNs: number | bigint;
  /** Fields apart from the header; what is left out is zero. */
  readonly values: Values;
  /** `header.size`; the whole struct when left out. */
  readonly size?: number;
}

/** One record as the sensor would write it. @throws Error when a value does not fit its field. */
export function encodeRecord(record: RawRecord): Buffer {
  const layout = RECORDS.find((kind) => kind.type === record.type)?.layout ?? HEADER;
  const size = record.size ?? layout.size;
  const bytes = Buffer.alloc(Math.max(size, layout.size));
  write(bytes, 0, layout, record.values);
  const h: Values = { size, type: record.type, seq: record.seq, time_ns: record.timeNs };
  write(bytes, 0, HEADER, h);
  return bytes.subarray(0, size);
}

function write(bytes: Buffer, at: number, field: Field, value: Value): void {
  if (field.form === 'struct') {
    writeStruct(bytes, at, field, value as Values);
  } else if (field.form === 'scalar') {
    writeScalar(bytes, at, field.size, value as number | bigint);
  } else if (typeof value === 'string' || value instanceof Uint8Array) {
    const raw = Buffer.from(value as Uint8Array);
    if (raw.length > field.size) throw new Error(`${raw.length} bytes do not fit ${field.size}`);
    raw.copy(bytes, at);
  } else {
    writeList(bytes, at, field, value as readonly Value[]);
  }
}

function writeList(bytes: Buffer, at: number, field: Sequence, list: readonly Value[]): void {
  if (list.length > field.length) throw new Error(`${list.length} elements do not fit ${field.length}`);
  list.forEach((element, i) => {
    write(bytes, at + i * field.of.size, field.of, element);
  });
}

function writeStruct(bytes: Buffer, at: number, layout: Struct, values: Values): void {
  for (const [name, value] of Object.entries(values)) {
    const field = layout.fields[name];
    if (field === undefined) throw new Error(`struct ${layout.name} has no field ${name}`);
    write(bytes, at + (layout.at[name] ?? 0), field, value);
  }
}

function writeScalar(bytes: Buffer, at: number, size: number, value: number | bigint): void {
  if (size === 8) bytes.writeBigUInt64LE(BigInt(value), at);
  else bytes.writeUIntLE(Number(value), at, size);
}
