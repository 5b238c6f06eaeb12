/** What an image holds of cryptography, and whether calls of its cipher functions are seen. */
import type { Base } from './base.ts';
import { type CryptoInterface, cryptoInterface } from './crypto-use.ts';
import type { FileKey, ProcessKey } from './key.ts';
import { bitNames, enumeration, struct, u32, u64 } from './layout.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { HEADER, PROCESS, RecordType } from './wire.ts';

/** An image was looked into, or it changed whether its cipher functions are observed. */
export interface ImageScan extends Base {
  readonly kind: 'image_scan';
  /** On whose account; of no process (`0:0`) when it was found where packages install libraries. */
  readonly process: ProcessKey;
  readonly pid: number;
  readonly file: FileKey;
  /** `observed`, `suspended`, `left_out`, `searched`. */
  readonly state: ScanState;
  readonly size: number;
  /** Interfaces whose functions it defines. */
  readonly interfaces: readonly CryptoInterface[];
  /** How many functions are observed. */
  readonly functions: number;
  /** Cipher constants found in its content. */
  readonly constants: readonly CipherConstant[];
  /** Bytes searched for constants. */
  readonly searched: number;
  /** It is longer than what was searched. */
  readonly cut: boolean;
}

export const ScanStateType = enumeration('cw_scan_state', 'CW_SCAN_', {
  OBSERVED: 1,
  SUSPENDED: 2,
  LEFT_OUT: 3,
  SEARCHED: 4,
});

export type ScanState = Lowercase<keyof typeof ScanStateType.values>;

export const Constant = enumeration('cw_constant', 'CW_CONSTANT_', {
  AES_SBOX: 1 << 0,
  AES_INVERSE_SBOX: 1 << 1,
  AES_TABLES: 1 << 2,
  AES_INSTRUCTIONS: 1 << 3,
  CHACHA_SIGMA: 1 << 4,
  CHACHA_TAU: 1 << 5,
  BLOWFISH: 1 << 6,
  CAMELLIA: 1 << 7,
  SM4: 1 << 8,
  TWOFISH: 1 << 9,
});

export type CipherConstant = Lowercase<keyof typeof Constant.values>;

export const IMAGE_SCAN = struct('cw_image_scan', {
  h: HEADER,
  process: PROCESS,
  ino: u64,
  dev: u32,
  state: u32,
  size: u64,
  searched: u64,
  constants: u32,
  interfaces: u32,
  functions: u32,
  cut: u32,
});

const at = IMAGE_SCAN.at;
const STATES = new Map<number, ScanState>(
  Object.entries(ScanStateType.values).map(([name, value]) => [value, name.toLowerCase() as ScanState]),
);
const constantNames = bitNames(Constant);

function interfacesOf(mask: number): readonly CryptoInterface[] {
  const found: CryptoInterface[] = [];
  for (let bit = 1; bit < 32; bit++) {
    const name = mask & (1 << bit) ? cryptoInterface(bit) : undefined;
    if (name !== undefined) found.push(name);
  }
  return found;
}

function decode(r: RecordReader): ImageScan | undefined {
  const state = STATES.get(r.u32(at.state));
  if (state === undefined) return undefined;
  return {
    kind: 'image_scan',
    time: r.time,
    seq: r.seq,
    process: r.process(at.process),
    pid: r.pid(at.process),
    file: r.file(at.dev, at.ino),
    state,
    size: r.u64(at.size),
    interfaces: interfacesOf(r.u32(at.interfaces)),
    functions: r.u32(at.functions),
    constants: constantNames.filter((_, bit) => r.flag(at.constants, 1 << bit)),
    searched: r.u64(at.searched),
    cut: r.u32(at.cut) !== 0,
  };
}

export const imageScan: RecordKind = {
  type: RecordType.values.IMAGE_SCAN,
  layout: IMAGE_SCAN,
  fixed: IMAGE_SCAN.size,
  decode,
};
