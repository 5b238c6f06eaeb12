/** One use of one open file by one process: how much, where, how, and a few samples of what. */
import type { Base } from './base.ts';
import type { FileKey, PlaceKey, ProcessKey } from './key.ts';
import { array, bitNames, enumeration, struct, u8, u32, u64 } from './layout.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { decodeSamples, SAMPLE, type Sample } from './sample.ts';
import { HEADER, NAME_MAX, name, PROCESS, RecordType, SAMPLE_LEN, SAMPLES } from './wire.ts';

export type FileMethod =
  | 'read'
  | 'write'
  | 'mmap_read'
  | 'mmap_write'
  | 'splice_in'
  | 'splice_out'
  | 'truncate'
  | 'punch';

/** One use of one open file by one process. Counters of a session that goes on (`last` false) are cumulative. */
export interface FileSession extends Base {
  readonly kind: 'file_session';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly openedAt: number;
  readonly file: FileKey;
  readonly place: PlaceKey;
  readonly name: string;
  readonly mountNamespace: number;
  /** st_mode */
  readonly mode: number;
  readonly links: number;
  readonly owner: number;
  readonly created: boolean;
  readonly truncated: boolean;
  readonly last: boolean;
  readonly inherited: boolean;
  readonly idle: boolean;
  readonly unlinked: boolean;
  readonly direct: boolean;
  readonly executable: boolean;
  readonly methods: readonly FileMethod[];
  /** After O_TRUNC took effect. */
  readonly sizeBefore: number;
  readonly sizeAfter: number;
  readonly readBytes: number;
  readonly writeBytes: number;
  /** Bytes written below the size that the file had. */
  readonly overwrittenBytes: number;
  readonly readRange: readonly [number, number];
  readonly writeRange: readonly [number, number];
  readonly reads: number;
  readonly writes: number;
  readonly readSeeks: number;
  readonly writeSeeks: number;
  readonly samples: readonly Sample[];
}

export const FileFlag = enumeration('cw_file_flags', 'CW_FILE_', {
  CREATED: 1 << 0,
  TRUNCATED: 1 << 1,
  LAST: 1 << 2,
  INHERITED: 1 << 3,
  IDLE: 1 << 4,
  UNLINKED: 1 << 5,
  DIRECT: 1 << 6,
  EXECUTABLE: 1 << 7,
});

export const Method = enumeration('cw_method', 'CW_BY_', {
  READ: 1 << 0,
  WRITE: 1 << 1,
  MMAP_READ: 1 << 2,
  MMAP_WRITE: 1 << 3,
  SPLICE_IN: 1 << 4,
  SPLICE_OUT: 1 << 5,
  TRUNCATE: 1 << 6,
  PUNCH: 1 << 7,
});

export const FILE_SESSION = struct('cw_file_session', {
  h: HEADER,
  process: PROCESS,
  opened_ns: u64,
  ino: u64,
  dev: u32,
  mnt_id: u32,
  dir_ino: u64,
  mnt_ns: u32,
  mode: u32,
  nlink: u32,
  owner: u32,
  flags: u32,
  methods: u32,
  size_before: u64,
  size_after: u64,
  read_bytes: u64,
  write_bytes: u64,
  overwritten_bytes: u64,
  read_min: u64,
  read_max: u64,
  write_min: u64,
  write_max: u64,
  reads: u32,
  writes: u32,
  read_seeks: u32,
  write_seeks: u32,
  samples: u32,
  reserved: u32,
  sample: array(SAMPLE, SAMPLES),
  name,
  data: array(array(u8, SAMPLE_LEN), SAMPLES),
});

const at = FILE_SESSION.at;
const flag = FileFlag.values;
const methodNames = bitNames(Method);
/** Every combination of methods, so that a session shares its list with all others alike. */
const methodLists: readonly (readonly FileMethod[])[] = Array.from({ length: 1 << methodNames.length }, (_, mask) =>
  methodNames.filter((_name, bit) => (mask & (1 << bit)) !== 0),
);

function decode(r: RecordReader): FileSession {
  const flags = r.u32(at.flags);
  return {
    kind: 'file_session',
    time: r.time,
    seq: r.seq,
    process: r.process(at.process),
    pid: r.pid(at.process),
    openedAt: r.moment(at.opened_ns),
    file: r.file(at.dev, at.ino),
    place: r.placeOf(at.dev, at.dir_ino, at.mnt_id),
    name: r.text(at.name, NAME_MAX),
    mountNamespace: r.u32(at.mnt_ns),
    mode: r.u32(at.mode),
    links: r.u32(at.nlink),
    owner: r.u32(at.owner),
    created: (flags & flag.CREATED) !== 0,
    truncated: (flags & flag.TRUNCATED) !== 0,
    last: (flags & flag.LAST) !== 0,
    inherited: (flags & flag.INHERITED) !== 0,
    idle: (flags & flag.IDLE) !== 0,
    unlinked: (flags & flag.UNLINKED) !== 0,
    direct: (flags & flag.DIRECT) !== 0,
    executable: (flags & flag.EXECUTABLE) !== 0,
    methods: methodLists[r.u32(at.methods) & (methodLists.length - 1)] ?? [],
    sizeBefore: r.u64(at.size_before),
    sizeAfter: r.u64(at.size_after),
    readBytes: r.u64(at.read_bytes),
    writeBytes: r.u64(at.write_bytes),
    overwrittenBytes: r.u64(at.overwritten_bytes),
    readRange: [r.u64(at.read_min), r.u64(at.read_max)],
    writeRange: [r.u64(at.write_min), r.u64(at.write_max)],
    reads: r.u32(at.reads),
    writes: r.u32(at.writes),
    readSeeks: r.u32(at.read_seeks),
    writeSeeks: r.u32(at.write_seeks),
    samples: decodeSamples(r, r.u32(at.samples), at.sample, at.data),
  };
}

export const fileSession: RecordKind = {
  type: RecordType.values.FILE_SESSION,
  layout: FILE_SESSION,
  fixed: at.name,
  decode,
};
