/** Reads `--duration`. */
import { duration } from '../settings/kind.ts';
import { UsageError } from './usage-error.ts';

const kind = duration(1, 365 * 86_400_000);

/** In ms; undefined when not given. @throws UsageError */
export function readDuration(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const read = kind.fromText(text);
  if ('expected' in read) throw new UsageError(`--duration must be ${read.expected}, not '${text}'`);
  return read.value;
}
