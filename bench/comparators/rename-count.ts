/** A count of renames alone. */
import { Burst, type Comparator } from './comparator.ts';

const RENAMES = 26;
const WITHIN = 10_000;

export const renameCount: Comparator = {
  name: 'rename count',
  analytic: 'AN0603',
  about: 'more than 25 renames by one job within 10 s',
  begin: () => {
    const burst = new Burst(RENAMES, WITHIN);
    return (event, host) => {
      if (event.kind !== 'file_rename') return undefined;
      return burst.add(host.process(event.process)?.lineage ?? event.process, event.time) ? event.process : undefined;
    };
  },
};
