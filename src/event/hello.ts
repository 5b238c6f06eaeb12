/** The head of the stream: who recorded, under which contract, and the clock that every other record is told by. */
import type { Base } from './base.ts';
import { array, bitNames, char, enumeration, struct, u16, u32, u64 } from './layout.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { HEADER, RecordType } from './wire.ts';

/** The stream's head: who recorded, under which contract. A second one in a stream is a restarted sensor. */
export interface Hello extends Base {
  readonly kind: 'hello';
  readonly contract: { readonly major: number; readonly minor: number };
  readonly sensorPid: number;
  readonly bootId: string;
  readonly hostname: string;
  readonly kernel: string;
  readonly machine: string;
  /** Names of what could be attached, as in `cw_attached`, lower case without prefix: `process`, `syscalls`, … */
  readonly attached: readonly string[];
  readonly restarts: number;
}

/** Text of `hello.magic`. */
export const MAGIC = 'CIPHERWATCH\n';

export const HELLO = struct('cw_hello', {
  h: HEADER,
  magic: array(char, 16),
  contract_major: u16,
  contract_minor: u16,
  sensor_pid: u32,
  realtime_ns: u64,
  attached: u64,
  restarts: u64,
  boot_id: array(char, 40),
  hostname: array(char, 64),
  kernel: array(char, 64),
  machine: array(char, 16),
});

export const Attached = enumeration('cw_attached', 'CW_ATTACHED_', {
  PROCESS: 1 << 0,
  SYSCALLS: 1 << 1,
  SNAPSHOT_TASK: 1 << 2,
  SNAPSHOT_FILE: 1 << 3,
  SNAPSHOT_TCP: 1 << 4,
  PAGE_CACHE: 1 << 5,
  MAPPED_WRITES: 1 << 6,
  IO_URING: 1 << 7,
  CIPHER_CALLS: 1 << 8,
  IMAGE_SCAN: 1 << 9,
});

const at = HELLO.at;
const attachedNames = bitNames(Attached);

function decode(r: RecordReader): Hello {
  return {
    kind: 'hello',
    time: r.time,
    seq: r.seq,
    contract: { major: r.u16(at.contract_major), minor: r.u16(at.contract_minor) },
    sensorPid: r.u32(at.sensor_pid),
    bootId: r.text(at.boot_id, HELLO.fields.boot_id.size),
    hostname: r.text(at.hostname, HELLO.fields.hostname.size),
    kernel: r.text(at.kernel, HELLO.fields.kernel.size),
    machine: r.text(at.machine, HELLO.fields.machine.size),
    attached: attachedNames.filter((_, bit) => r.flag(at.attached, 1 << bit)),
    restarts: r.u64(at.restarts),
  };
}

export const hello: RecordKind = { type: RecordType.values.HELLO, layout: HELLO, fixed: at.boot_id, decode };
