/** How one record type is laid out and decoded. Each event kind's file declares its own. */
import type { Event } from './event.ts';
import type { Struct } from './layout.ts';
import type { RecordReader } from './record-reader.ts';

export interface RecordKind {
  /** `header.type` */
  readonly type: number;
  readonly layout: Struct;
  /** Bytes that `decode` reads without asking for the record's end: up to the first text or sample. */
  readonly fixed: number;
  /** undefined: a value that no event can hold; the record is skipped and counted. */
  readonly decode: (record: RecordReader) => Event | undefined;
}
