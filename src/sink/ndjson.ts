/** Findings as NDJSON, appended to a file or written to standard output. */
import type { Finding } from '../incident/index.ts';
import type { FindingFormat } from './format.ts';
import { jsonLine } from './json-line.ts';
import { openFileOutput, openStandardOutput } from './line-output.ts';
import { LineWriter } from './line-writer.ts';
import type { Sink } from './sink.ts';

/** Lines that may wait for a slow or broken output. */
export const QUEUE_LINES = 10_000;
/** Bytes that may wait for a slow or broken output. */
export const QUEUE_BYTES = 64 * 1024 * 1024;

export interface NdjsonOptions {
  /** A path, or `-` for standard output. A file is appended to and created with mode 0600. */
  readonly path: string;
  readonly format: FindingFormat;
  /** Most lines that wait. Default 10,000. */
  readonly queueLines?: number;
  /** Most bytes that wait. Default 64 MiB. */
  readonly queueBytes?: number;
  /** Told of each failed attempt, by system error code; `SinkFaults` has the counts. */
  readonly onFault?: (code: string, message: string) => void;
}

/** @throws SinkError when the file cannot be opened; nothing is thrown after that. */
export function ndjsonSink(options: NdjsonOptions): Sink {
  const output = options.path === '-' ? openStandardOutput() : openFileOutput(options.path);
  const limits = { lines: options.queueLines ?? QUEUE_LINES, bytes: options.queueBytes ?? QUEUE_BYTES };
  const writer = new LineWriter(output, limits, options.onFault ?? (() => {}));
  const encoder = new TextEncoder();
  return {
    name: `ndjson:${options.path}`,
    write(finding: Finding): boolean {
      try {
        const bytes = encoder.encode(jsonLine(options.format(finding)));
        return writer.push({ uid: finding.uid, create: finding.activity === 'create', bytes });
      } catch (error) {
        writer.refuse('format', error instanceof Error ? error.message : String(error));
        return true;
      }
    },
    flush: (timeoutMs = 1_000) => writer.flush(timeoutMs),
    close: (timeoutMs = 1_000) => writer.close(timeoutMs),
    faults: () => writer.faults(),
  };
}
