/** Entropy of what is written, alone. */
import { histogramOf, millerMadow } from '../../src/stats/index.ts';
import { Burst, type Comparator } from './comparator.ts';

const BITS = 7.5;
/** Shorter ranges cannot reach the limit, corrected or not. */
const LEAST = 256;
const FILES = 2;
const WITHIN = 10_000;

export const entropy: Comparator = {
  name: 'entropy > 7.5',
  analytic: 'AN0603',
  about: `${FILES} files written by one job within 10 s with more than ${BITS} bits per byte (corrected for the length of the sample)`,
  begin: () => {
    const burst = new Burst(FILES, WITHIN);
    const counted = new Set<string>();
    return (event, host) => {
      if (event.kind !== 'file_session' || event.writeBytes === 0) return undefined;
      const lineage = host.process(event.process)?.lineage ?? event.process;
      const key = `${lineage} ${event.file} ${event.openedAt}`;
      if (counted.has(key)) return undefined;
      const high = event.samples.some(
        ({ kind, bytes }) => kind === 'write' && bytes.length >= LEAST && millerMadow(histogramOf(bytes)) > BITS,
      );
      if (!high) return undefined;
      counted.add(key);
      return burst.add(lineage, event.time) ? event.process : undefined;
    };
  },
};
