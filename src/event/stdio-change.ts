/** Descriptor 0, 1 or 2 was replaced. */
import type { Base } from './base.ts';
import { decodeFd, FD, type Fd } from './fd.ts';
import type { ProcessKey } from './key.ts';
import { struct, u32 } from './layout.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { HEADER, PROCESS, RecordType } from './wire.ts';

/** Descriptor 0, 1 or 2 was replaced by something processes talk through. */
export interface StdioChange extends Base {
  readonly kind: 'stdio_change';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly slot: 0 | 1 | 2;
  readonly fd: Fd;
}

export const STDIO_CHANGE = struct('cw_stdio_change', {
  h: HEADER,
  process: PROCESS,
  slot: u32,
  reserved: u32,
  fd: FD,
});

const at = STDIO_CHANGE.at;
const slots = [0, 1, 2] as const;

function decode(r: RecordReader): StdioChange | undefined {
  const slot = slots[r.u32(at.slot)];
  if (slot === undefined) return undefined;
  return {
    kind: 'stdio_change',
    time: r.time,
    seq: r.seq,
    process: r.process(at.process),
    pid: r.pid(at.process),
    slot,
    fd: decodeFd(r, at.fd),
  };
}

export const stdioChange: RecordKind = {
  type: RecordType.values.STDIO_CHANGE,
  layout: STDIO_CHANGE,
  fixed: STDIO_CHANGE.size,
  decode,
};
