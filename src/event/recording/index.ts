/** The recording format: the sensor's stream, and notes beside it, in a checked, compressed file. */
export { isRecording, type RecordingHeader, recordingHeader } from './format.ts';
export { type RandomAccess, type RecordingNotes, readRecordingNotes } from './notes.ts';
export { type Recording, type RecordingChunk, readRecording } from './reader.ts';
export { RecordingWriter } from './writer.ts';
