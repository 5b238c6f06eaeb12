/** Events: their types, the decoder of the sensor's stream, and the recording format. No I/O. */

export { formatAddress } from './address.ts';
export type { CryptoInterface, CryptoUse } from './crypto-use.ts';
export { Decoder, type DecoderOptions } from './decode.ts';
export type { Directory } from './directory.ts';
export { EventError, type EventErrorCode } from './error.ts';
export type { Event, EventKind } from './event.ts';
export type { Fd, FdKind } from './fd.ts';
export type { FileLink } from './file-link.ts';
export type { FileRename } from './file-rename.ts';
export type { FileMethod, FileSession } from './file-session.ts';
export type { FileTruncate } from './file-truncate.ts';
export type { FileUnlink } from './file-unlink.ts';
export type { Gap } from './gap.ts';
export type { Hello } from './hello.ts';
export type { CipherConstant, ImageScan, ScanState } from './image-scan.ts';
export { type FileKey, fileKey, type PlaceKey, type ProcessKey, placeKey } from './key.ts';
export type { LibraryMap } from './library-map.ts';
export type { Bursts, Flow, NetProtocol, NetSession } from './net-session.ts';
export type { PathArgument } from './path-argument.ts';
export type { ProcessEnd } from './process-end.ts';
export type { ProcessFork } from './process-fork.ts';
export type { ProcessStart } from './process-start.ts';
export {
  type RandomAccess,
  type Recording,
  type RecordingChunk,
  type RecordingHeader,
  type RecordingNotes,
  RecordingWriter,
  readRecording,
  readRecordingNotes,
  recordingHeader,
} from './recording/index.ts';
export type { Sample } from './sample.ts';
export type { SnapshotEnd } from './snapshot-end.ts';
export type { LossCounters, Status } from './status.ts';
export type { StdioChange } from './stdio-change.ts';
export { BURST_GAP_NS } from './wire.ts';
