/**
 * The sensor's stream as it comes: one pipe that outlives single sensors. What a killed sensor left
 * unfinished is skipped and its successor's hello gives a gap.
 */
import { Decoder, type Event } from '../event/index.ts';
import type { Source } from './source.ts';

export interface LiveOptions {
  /** Gets the bytes just as they came, and the events that they completed, before the batch is handed out. */
  readonly onBytes?: (bytes: Uint8Array, events: readonly Event[]) => void;
}

/**
 * One batch per chunk that completes a record. Ends with the stream.
 * @param stream the sensor's standard output.
 * @throws EventError `contract` while iterating; the stream's own errors.
 * @example
 * for await (const batch of liveSource(process.stdin)) engine.take(batch);
 */
export function liveSource(stream: AsyncIterable<Uint8Array>, options: LiveOptions = {}): Source {
  const decoder = new Decoder();
  let bytes = 0;
  async function* batches(): AsyncGenerator<readonly Event[], void, undefined> {
    for await (const chunk of stream) {
      bytes += chunk.length;
      const events = decoder.push(chunk);
      options.onBytes?.(chunk, events);
      if (events.length > 0) yield events;
    }
    const rest = decoder.end();
    if (rest.length > 0) yield rest;
  }
  return {
    name: 'sensor',
    describe: () => 'the sensor on this host',
    gauges: () => ({ bytes, records: decoder.records, unknown: decoder.unknown, skipped: decoder.skipped }),
    [Symbol.asyncIterator]: batches,
  };
}
