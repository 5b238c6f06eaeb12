/** Outputs for findings, and the formats they are written in. */
export { type FindingFormat, FORMATS, type FormatName, findingFormat, nativeFormat } from './format.ts';
export { jsonLine } from './json-line.ts';
export { type NdjsonOptions, ndjsonSink, QUEUE_BYTES, QUEUE_LINES } from './ndjson.ts';
export { OCSF_VERSION, ocsfFormat } from './ocsf/index.ts';
export { printable } from './printable.ts';
export type { Sink, SinkFaults } from './sink.ts';
export { SinkError, type SinkErrorCode } from './sink-error.ts';
