/** A hard or symbolic link that was made. */
import type { Base } from './base.ts';
import type { ProcessKey } from './key.ts';
import { struct, u32 } from './layout.ts';
import { decodePathArgument, type PathArgument } from './path-argument.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { HEADER, PathFlag, PLACE, PROCESS, path, RecordType } from './wire.ts';

export interface FileLink extends Base {
  readonly kind: 'file_link';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly from: PathArgument;
  readonly to: PathArgument;
  readonly symbolic: boolean;
  readonly cut: boolean;
}

export const FILE_LINK = struct('cw_file_link', {
  h: HEADER,
  process: PROCESS,
  old_base: PLACE,
  new_base: PLACE,
  symbolic: u32,
  path_flags: u32,
  old_path: path,
  new_path: path,
});

const at = FILE_LINK.at;

function decode(r: RecordReader): FileLink {
  return {
    kind: 'file_link',
    time: r.time,
    seq: r.seq,
    process: r.process(at.process),
    pid: r.pid(at.process),
    from: decodePathArgument(r, at.old_base, at.old_path),
    to: decodePathArgument(r, at.new_base, at.new_path),
    symbolic: r.u32(at.symbolic) !== 0,
    cut: r.flag(at.path_flags, PathFlag.values.CUT),
  };
}

export const fileLink: RecordKind = {
  type: RecordType.values.FILE_LINK,
  layout: FILE_LINK,
  fixed: at.old_path,
  decode,
};
