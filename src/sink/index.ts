/** Outputs for findings, and the formats they are written in. */
export { type FindingFormat, type FormatName, findingFormat } from './format.ts';

export { type NdjsonOptions, ndjsonSink } from './ndjson.ts';

export { printable } from './printable.ts';
export type { Sink, SinkFaults } from './sink.ts';
export type { SinkErrorCode } from './sink-error.ts';
