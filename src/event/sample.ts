/** The first bytes of single reads and writes, kept with a file session. */
import { enumeration, struct, u16, u32, u64 } from './layout.ts';
import type { RecordReader } from './record-reader.ts';
import { SAMPLE_LEN, SAMPLES } from './wire.ts';

export interface Sample {
  readonly kind: 'read' | 'write';
  readonly offset: number;
  /** At most 512 bytes from the start of an operation. */
  readonly bytes: Uint8Array;
  /** Bytes that the operation moved. */
  readonly operation: number;
}

export const SAMPLE = struct('cw_sample', { offset: u64, len: u16, kind: u16, op_len: u32 });

export const SampleKind = enumeration('cw_sample_kind', 'CW_SAMPLE_', { READ: 1, WRITE: 2 });

const at = SAMPLE.at;
const NONE: readonly Sample[] = [];

/**
 * @param count slots used, as the record says; more than there are is taken for all of them.
 * @param slots offset of the first struct cw_sample. @param data offset of the first slot's bytes.
 */
export function decodeSamples(r: RecordReader, count: number, slots: number, data: number): readonly Sample[] {
  if (count === 0) return NONE;
  const used = Math.min(count, SAMPLES);
  // One copy for all of a record's samples: allocating a buffer costs more than filling it.
  const bytes = r.copy(data, used * SAMPLE_LEN).buffer;
  const samples: Sample[] = [];
  for (let i = 0; i < used; i += 1) {
    const slot = slots + i * SAMPLE.size;
    samples.push({
      kind: r.u16(slot + at.kind) === SampleKind.values.WRITE ? 'write' : 'read',
      offset: r.u64(slot + at.offset),
      bytes: new Uint8Array(bytes, i * SAMPLE_LEN, Math.min(r.u16(slot + at.len), SAMPLE_LEN)),
      operation: r.u32(slot + at.op_len),
    });
  }
  return samples;
}
