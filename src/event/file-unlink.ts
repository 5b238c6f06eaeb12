/** A name that was removed. */
import type { Base } from './base.ts';
import type { ProcessKey } from './key.ts';
import { struct, u32 } from './layout.ts';
import { decodePathArgument, type PathArgument } from './path-argument.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { HEADER, PathFlag, PLACE, PROCESS, path, RecordType } from './wire.ts';

export interface FileUnlink extends Base {
  readonly kind: 'file_unlink';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly target: PathArgument;
  readonly directory: boolean;
  readonly cut: boolean;
}

export const FILE_UNLINK = struct('cw_file_unlink', {
  h: HEADER,
  process: PROCESS,
  base: PLACE,
  directory: u32,
  path_flags: u32,
  path,
});

const at = FILE_UNLINK.at;

function decode(r: RecordReader): FileUnlink {
  return {
    kind: 'file_unlink',
    time: r.time,
    seq: r.seq,
    process: r.process(at.process),
    pid: r.pid(at.process),
    target: decodePathArgument(r, at.base, at.path),
    directory: r.u32(at.directory) !== 0,
    cut: r.flag(at.path_flags, PathFlag.values.CUT),
  };
}

export const fileUnlink: RecordKind = {
  type: RecordType.values.FILE_UNLINK,
  layout: FILE_UNLINK,
  fixed: at.path,
  decode,
};
