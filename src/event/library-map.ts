/** A file that was mapped executable: mostly a library. */
import type { Base } from './base.ts';
import type { FileKey, PlaceKey, ProcessKey } from './key.ts';
import { struct, u32, u64 } from './layout.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { HEADER, ImageFlag, NAME_MAX, name, PROCESS, RecordType } from './wire.ts';

/** A file was mapped executable. */
export interface LibraryMap extends Base {
  readonly kind: 'library_map';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly file: FileKey;
  readonly place: PlaceKey;
  readonly name: string;
  readonly deleted: boolean;
  readonly memfd: boolean;
  readonly owner: number;
}

export const LIBRARY_MAP = struct('cw_library_map', {
  h: HEADER,
  process: PROCESS,
  ino: u64,
  dev: u32,
  mnt_id: u32,
  dir_ino: u64,
  mnt_ns: u32,
  image_flags: u32,
  owner: u32,
  mode: u32,
  name,
});

const at = LIBRARY_MAP.at;

function decode(r: RecordReader): LibraryMap {
  return {
    kind: 'library_map',
    time: r.time,
    seq: r.seq,
    process: r.process(at.process),
    pid: r.pid(at.process),
    file: r.file(at.dev, at.ino),
    place: r.placeOf(at.dev, at.dir_ino, at.mnt_id),
    name: r.text(at.name, NAME_MAX),
    deleted: r.flag(at.image_flags, ImageFlag.values.DELETED),
    memfd: r.flag(at.image_flags, ImageFlag.values.MEMFD),
    owner: r.u32(at.owner),
  };
}

export const libraryMap: RecordKind = {
  type: RecordType.values.LIBRARY_MAP,
  layout: LIBRARY_MAP,
  fixed: at.name,
  decode,
};
