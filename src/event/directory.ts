/** The path of a directory as seen through one mount, told once and again when it changes. */
import type { Base } from './base.ts';
import type { PlaceKey } from './key.ts';
import { struct, u32 } from './layout.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { HEADER, PATH_MAX, PathFlag, PLACE, path, RecordType } from './wire.ts';

export interface Directory extends Base {
  readonly kind: 'directory';
  readonly place: PlaceKey;
  readonly path: string;
  readonly mountNamespace: number;
  readonly cut: boolean;
}

export const DIRECTORY = struct('cw_directory', { h: HEADER, place: PLACE, mnt_ns: u32, flags: u32, path });

const at = DIRECTORY.at;

function decode(r: RecordReader): Directory {
  return {
    kind: 'directory',
    time: r.time,
    seq: r.seq,
    place: r.place(at.place),
    path: r.text(at.path, PATH_MAX),
    mountNamespace: r.u32(at.mnt_ns),
    cut: r.flag(at.flags, PathFlag.values.CUT),
  };
}

export const directory: RecordKind = {
  type: RecordType.values.DIRECTORY,
  layout: DIRECTORY,
  fixed: at.path,
  decode,
};
