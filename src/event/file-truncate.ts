/** truncate(2) by path; ftruncate is part of the file session. */
import type { Base } from './base.ts';
import type { ProcessKey } from './key.ts';
import { struct, u32, u64 } from './layout.ts';
import { decodePathArgument, type PathArgument } from './path-argument.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { HEADER, PathFlag, PLACE, PROCESS, path, RecordType } from './wire.ts';

export interface FileTruncate extends Base {
  readonly kind: 'file_truncate';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly target: PathArgument;
  readonly length: number;
  readonly cut: boolean;
}

export const FILE_TRUNCATE = struct('cw_file_truncate', {
  h: HEADER,
  process: PROCESS,
  base: PLACE,
  length: u64,
  path_flags: u32,
  reserved: u32,
  path,
});

const at = FILE_TRUNCATE.at;

function decode(r: RecordReader): FileTruncate {
  return {
    kind: 'file_truncate',
    time: r.time,
    seq: r.seq,
    process: r.process(at.process),
    pid: r.pid(at.process),
    target: decodePathArgument(r, at.base, at.path),
    length: r.u64(at.length),
    cut: r.flag(at.path_flags, PathFlag.values.CUT),
  };
}

export const fileTruncate: RecordKind = {
  type: RecordType.values.FILE_TRUNCATE,
  layout: FILE_TRUNCATE,
  fixed: at.path,
  decode,
};
