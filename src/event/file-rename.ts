/** A file or directory that was given another name. */
import type { Base } from './base.ts';
import type { ProcessKey } from './key.ts';
import { struct, u32 } from './layout.ts';
import { decodePathArgument, type PathArgument } from './path-argument.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { HEADER, PathFlag, PLACE, PROCESS, path, RecordType } from './wire.ts';

export interface FileRename extends Base {
  readonly kind: 'file_rename';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly from: PathArgument;
  readonly to: PathArgument;
  /** RENAME_EXCHANGE */
  readonly exchange: boolean;
  readonly cut: boolean;
}

export const FILE_RENAME = struct('cw_file_rename', {
  h: HEADER,
  process: PROCESS,
  old_base: PLACE,
  new_base: PLACE,
  flags: u32,
  path_flags: u32,
  old_path: path,
  new_path: path,
});

/** Flag of renameat2(2). */
const RENAME_EXCHANGE = 2;

const at = FILE_RENAME.at;

function decode(r: RecordReader): FileRename {
  return {
    kind: 'file_rename',
    time: r.time,
    seq: r.seq,
    process: r.process(at.process),
    pid: r.pid(at.process),
    from: decodePathArgument(r, at.old_base, at.old_path),
    to: decodePathArgument(r, at.new_base, at.new_path),
    exchange: r.flag(at.flags, RENAME_EXCHANGE),
    cut: r.flag(at.path_flags, PathFlag.values.CUT),
  };
}

export const fileRename: RecordKind = {
  type: RecordType.values.FILE_RENAME,
  layout: FILE_RENAME,
  fixed: at.old_path,
  decode,
};
