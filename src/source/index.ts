/** Where events come from: one file per source, each an AsyncIterable of batches. */
export { SourceError, type SourceErrorCode } from './error.ts';
export { type LiveOptions, liveSource } from './live.ts';
export { Recorder, type RecorderOptions } from './recorder.ts';
export { openRecording, type RecordingSource } from './recording.ts';
export type { Source } from './source.ts';
