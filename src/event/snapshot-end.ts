/** Marks the end of the snapshot of what ran before the sensor. */
import type { Base } from './base.ts';
import { struct, u32 } from './layout.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { HEADER, RecordType } from './wire.ts';

/** Everything that was running when the sensor started has been told. */
export interface SnapshotEnd extends Base {
  readonly kind: 'snapshot_end';
  readonly processes: number;
  readonly files: number;
  readonly sockets: number;
}

export const SNAPSHOT_END = struct('cw_snapshot_end', {
  h: HEADER,
  processes: u32,
  files: u32,
  sockets: u32,
  reserved: u32,
});

const at = SNAPSHOT_END.at;

function decode(r: RecordReader): SnapshotEnd {
  return {
    kind: 'snapshot_end',
    time: r.time,
    seq: r.seq,
    processes: r.u32(at.processes),
    files: r.u32(at.files),
    sockets: r.u32(at.sockets),
  };
}

export const snapshotEnd: RecordKind = {
  type: RecordType.values.SNAPSHOT_END,
  layout: SNAPSHOT_END,
  fixed: SNAPSHOT_END.size,
  decode,
};
