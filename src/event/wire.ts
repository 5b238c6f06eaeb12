/** What the records of `sensor/event.h` share: limits, record types, the header and the small structs inside them. */
import { array, char, enumeration, struct, u16, u32, u64 } from './layout.ts';

/** The contract that this decoder speaks. Another major is refused; another minor only adds. */
export const CONTRACT_MAJOR = 1;
export const CONTRACT_MINOR = 4;

export const NAME_MAX = 256;
export const PATH_MAX = 1024;
export const ARGV_MAX = 2048;
export const SAMPLE_LEN = 512;
export const SAMPLES = 4;
export const FIRST_LEN = 512;
/** The silence that ends a burst of a session. */
export const BURST_GAP_NS = 100_000_000;
export const HIST_LIMIT = 4096;
export const CIPHER_NAME_LEN = 64;
export const UNIX_NAME_LEN = 112;

/** Limit of `header.size` in bytes, the decoder's own: three times the longest record, so that later minors may grow. */
export const MAX_RECORD = 16 * 1024;

/** Values of `header.type`. */
export const RecordType = enumeration('cw_type', 'CW_', {
  HELLO: 1,
  STATUS: 2,
  SNAPSHOT_END: 3,
  DIRECTORY: 4,
  PROCESS_START: 5,
  PROCESS_FORK: 6,
  PROCESS_END: 7,
  FILE_SESSION: 8,
  FILE_RENAME: 9,
  FILE_LINK: 10,
  FILE_UNLINK: 11,
  FILE_TRUNCATE: 12,
  NET_SESSION: 13,
  LIBRARY_MAP: 14,
  STDIO_CHANGE: 15,
  CRYPTO_USE: 16,
  IMAGE_SCAN: 17,
});

export const HEADER = struct('cw_header', { size: u32, type: u16, reserved: u16, seq: u64, time_ns: u64 });
export const PROCESS = struct('cw_process', { start_ns: u64, pid: u32, tid: u32 });
export const PLACE = struct('cw_place', { ino: u64, dev: u32, mnt_id: u32 });

export const PathFlag = enumeration('cw_path_flags', 'CW_PATH_', { CUT: 1 << 0, UNREADABLE: 1 << 1 });

export const ImageFlag = enumeration('cw_image_flags', 'CW_IMAGE_', {
  DELETED: 1 << 0,
  MEMFD: 1 << 1,
  SCRIPT: 1 << 2,
  SETUID: 1 << 3,
});

export const name = array(char, NAME_MAX);
export const path = array(char, PATH_MAX);

/** "not set" of uids, audit sessions and the like. */
export const NONE_32 = 0xffffffff;
