/** The end of a process: its last thread has exited. */
import type { Base } from './base.ts';
import type { ProcessKey } from './key.ts';
import { struct, u32 } from './layout.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { HEADER, PROCESS, RecordType } from './wire.ts';

export interface ProcessEnd extends Base {
  readonly kind: 'process_end';
  readonly process: ProcessKey;
  readonly pid: number;
  /** As wait(2) gives it. */
  readonly exitCode: number;
}

export const PROCESS_END = struct('cw_process_end', { h: HEADER, process: PROCESS, exit_code: u32, reserved: u32 });

const at = PROCESS_END.at;

function decode(r: RecordReader): ProcessEnd {
  return {
    kind: 'process_end',
    time: r.time,
    seq: r.seq,
    process: r.process(at.process),
    pid: r.pid(at.process),
    exitCode: r.u32(at.exit_code),
  };
}

export const processEnd: RecordKind = {
  type: RecordType.values.PROCESS_END,
  layout: PROCESS_END,
  fixed: PROCESS_END.size,
  decode,
};
