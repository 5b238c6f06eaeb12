/**
 * What happened on a host, as the rest of Cipherwatch sees it: one readonly interface per record
 * of `sensor/event.h`, told apart by `kind`. Foreign telemetry is translated into the same types.
 *
 * Units: `time` and every `…At` are milliseconds since the Unix epoch with a fraction (resolution about 0.25 µs);
 * sizes and offsets are bytes. Text that came from the host is decoded as UTF-8 where valid; invalid bytes
 * become U+FFFD. Nothing here is escaped for a terminal.
 */
import type { CryptoUse } from './crypto-use.ts';
import type { Directory } from './directory.ts';
import type { FileLink } from './file-link.ts';
import type { FileRename } from './file-rename.ts';
import type { FileSession } from './file-session.ts';
import type { FileTruncate } from './file-truncate.ts';
import type { FileUnlink } from './file-unlink.ts';
import type { Gap } from './gap.ts';
import type { Hello } from './hello.ts';
import type { ImageScan } from './image-scan.ts';
import type { LibraryMap } from './library-map.ts';
import type { NetSession } from './net-session.ts';
import type { ProcessEnd } from './process-end.ts';
import type { ProcessFork } from './process-fork.ts';
import type { ProcessStart } from './process-start.ts';
import type { SnapshotEnd } from './snapshot-end.ts';
import type { Status } from './status.ts';
import type { StdioChange } from './stdio-change.ts';

export type Event =
  | Hello
  | Status
  | SnapshotEnd
  | Gap
  | Directory
  | ProcessStart
  | ProcessFork
  | ProcessEnd
  | FileSession
  | FileRename
  | FileLink
  | FileUnlink
  | FileTruncate
  | NetSession
  | LibraryMap
  | StdioChange
  | CryptoUse
  | ImageScan;

export type EventKind = Event['kind'];
