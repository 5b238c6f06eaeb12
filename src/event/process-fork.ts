/** A new process, before it executes anything of its own. */
import type { Base } from './base.ts';
import type { ProcessKey } from './key.ts';
import { struct } from './layout.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { HEADER, PROCESS, RecordType } from './wire.ts';

export interface ProcessFork extends Base {
  readonly kind: 'process_fork';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly parent: ProcessKey;
  readonly parentPid: number;
}

export const PROCESS_FORK = struct('cw_process_fork', { h: HEADER, process: PROCESS, parent: PROCESS });

const at = PROCESS_FORK.at;

function decode(r: RecordReader): ProcessFork {
  return {
    kind: 'process_fork',
    time: r.time,
    seq: r.seq,
    process: r.process(at.process),
    pid: r.pid(at.process),
    parent: r.process(at.parent),
    parentPid: r.pid(at.parent),
  };
}

export const processFork: RecordKind = {
  type: RecordType.values.PROCESS_FORK,
  layout: PROCESS_FORK,
  fixed: PROCESS_FORK.size,
  decode,
};
