/** The once-a-second record of counters: what was written, what was lost, what is open. */
import type { Base } from './base.ts';
import { array, enumeration, struct, u32, u64 } from './layout.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { HEADER, RecordType } from './wire.ts';

/** Counters that only grow, by reason; names as in `cw_loss`, lower case without prefix. */
export interface LossCounters {
  readonly ring_full: number;
  readonly file_table_full: number;
  readonly net_table_full: number;
  readonly fault: number;
  readonly path_cut: number;
  readonly exit_fds: number;
  readonly pipe: number;
  readonly missed: number;
  readonly crypto_table_full: number;
  readonly scans_left_out: number;
}

/** Once a second. The engine's tick: time passes by it even when nothing else happens. */
export interface Status extends Base {
  readonly kind: 'status';
  readonly records: number;
  readonly lost: LossCounters;
  readonly fileSessions: number;
  readonly netSessions: number;
  readonly ringBytes: number;
  /** Uses of ciphers, of processes that run now. */
  readonly cryptoUses: number;
  /** Images whose cipher functions are observed now; suspended now, since they are called too often; left out so far. */
  readonly images: { readonly observed: number; readonly suspended: number; readonly leftOut: number };
}

/** Indices into `cw_status.lost`; MAX is the array's length. */
export const Loss = enumeration('cw_loss', 'CW_LOSS_', {
  RING_FULL: 0,
  FILE_TABLE_FULL: 1,
  NET_TABLE_FULL: 2,
  FAULT: 3,
  PATH_CUT: 4,
  EXIT_FDS: 5,
  PIPE: 6,
  MISSED: 7,
  MAX: 8,
});

export const STATUS = struct('cw_status', {
  h: HEADER,
  records: u64,
  lost: array(u64, Loss.values.MAX),
  file_sessions: u32,
  net_sessions: u32,
  ring_bytes: u64,
  crypto_table_full: u64,
  scans_left_out: u64,
  crypto_uses: u32,
  images_observed: u32,
  images_suspended: u32,
  images_left_out: u32,
});

const at = STATUS.at;
const loss = Loss.values;

function decode(r: RecordReader): Status {
  const lost = (index: number) => r.u64(at.lost + index * u64.size);
  return {
    kind: 'status',
    time: r.time,
    seq: r.seq,
    records: r.u64(at.records),
    lost: {
      ring_full: lost(loss.RING_FULL),
      file_table_full: lost(loss.FILE_TABLE_FULL),
      net_table_full: lost(loss.NET_TABLE_FULL),
      fault: lost(loss.FAULT),
      path_cut: lost(loss.PATH_CUT),
      exit_fds: lost(loss.EXIT_FDS),
      pipe: lost(loss.PIPE),
      missed: lost(loss.MISSED),
      crypto_table_full: r.u64(at.crypto_table_full),
      scans_left_out: r.u64(at.scans_left_out),
    },
    fileSessions: r.u32(at.file_sessions),
    netSessions: r.u32(at.net_sessions),
    ringBytes: r.u64(at.ring_bytes),
    cryptoUses: r.u32(at.crypto_uses),
    images: {
      observed: r.u32(at.images_observed),
      suspended: r.u32(at.images_suspended),
      leftOut: r.u32(at.images_left_out),
    },
  };
}

export const status: RecordKind = { type: RecordType.values.STATUS, layout: STATUS, fixed: STATUS.size, decode };
