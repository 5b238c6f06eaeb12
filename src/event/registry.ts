/** The record types of the contract, and the tables that the contract test compares with the C compiler's. */
import { CipherType, CryptoFlag, CryptoInterfaceType, cryptoUse } from './crypto-use.ts';
import { directory } from './directory.ts';
import { FD, FdType } from './fd.ts';
import { fileLink } from './file-link.ts';
import { fileRename } from './file-rename.ts';
import { FileFlag, fileSession, Method } from './file-session.ts';
import { fileTruncate } from './file-truncate.ts';
import { fileUnlink } from './file-unlink.ts';
import { Attached, hello } from './hello.ts';
import { Constant, imageScan, ScanStateType } from './image-scan.ts';
import type { Enumeration, Struct } from './layout.ts';
import { libraryMap } from './library-map.ts';
import { Direction, NetFlag, netSession } from './net-session.ts';
import { processEnd } from './process-end.ts';
import { processFork } from './process-fork.ts';
import { processStart, StartKind } from './process-start.ts';
import type { RecordKind } from './record.ts';
import { SAMPLE, SampleKind } from './sample.ts';
import { snapshotEnd } from './snapshot-end.ts';
import { Loss, status } from './status.ts';
import { stdioChange } from './stdio-change.ts';
import * as wire from './wire.ts';

export const RECORDS: readonly RecordKind[] = [
  hello,
  status,
  snapshotEnd,
  directory,
  processStart,
  processFork,
  processEnd,
  fileSession,
  fileRename,
  fileLink,
  fileUnlink,
  fileTruncate,
  netSession,
  libraryMap,
  stdioChange,
  cryptoUse,
  imageScan,
];

/** Every struct of the contract. */
export const STRUCTS: readonly Struct[] = [
  wire.HEADER,
  wire.PROCESS,
  wire.PLACE,
  FD,
  SAMPLE,
  ...RECORDS.map((record) => record.layout),
];

/** Every enum of the contract. */
export const ENUMS: readonly Enumeration[] = [
  wire.RecordType,
  Attached,
  Loss,
  wire.PathFlag,
  FdType,
  StartKind,
  wire.ImageFlag,
  FileFlag,
  Method,
  SampleKind,
  Direction,
  NetFlag,
  CryptoInterfaceType,
  CipherType,
  CryptoFlag,
  ScanStateType,
  Constant,
];

/** Every #define of the contract, without `CW_`. */
export const CONSTANTS: Readonly<Record<string, number>> = {
  CONTRACT_MAJOR: wire.CONTRACT_MAJOR,
  CONTRACT_MINOR: wire.CONTRACT_MINOR,
  NAME_MAX: wire.NAME_MAX,
  PATH_MAX: wire.PATH_MAX,
  ARGV_MAX: wire.ARGV_MAX,
  SAMPLE_LEN: wire.SAMPLE_LEN,
  SAMPLES: wire.SAMPLES,
  FIRST_LEN: wire.FIRST_LEN,
  BURST_GAP_NS: wire.BURST_GAP_NS,
  HIST_LIMIT: wire.HIST_LIMIT,
  CIPHER_NAME_LEN: wire.CIPHER_NAME_LEN,
  UNIX_NAME_LEN: wire.UNIX_NAME_LEN,
};
