/** Elastic's rule for renames that are followed by a note, as a plain counter. */
import type { ProcessKey } from '../../src/event/index.ts';
import { Burst, type Comparator } from './comparator.ts';

const RENAMES = 25;
const WITHIN = 1000;
const TEMPORARY = /^\/(?:tmp|var\/tmp|dev\/shm|run|boot|srv|usr\/(?:games|lib\/games))\//;
const NOTE = /(?:crypt|restore|lock|recovery|data|read|instruction|how_to|ransom).*\.(?:txt|html?|hta)$/i;

export const elasticRename: Comparator = {
  name: 'Elastic: renames, note',
  analytic: 'AN0603',
  about: `${RENAMES} renames within 1 s by an image in a temporary path, then a note ("Potential Linux Ransomware Note Creation Detected")`,
  begin: () => {
    const burst = new Burst(RENAMES, WITHIN);
    const renamed = new Map<ProcessKey, number>();
    return (event, host) => {
      if (event.kind === 'file_rename') {
        if (!TEMPORARY.test(host.process(event.process)?.image.path ?? '')) return undefined;
        if (burst.add(event.process, event.time)) renamed.set(event.process, event.time);
      }
      if (event.kind !== 'file_session' || !event.created || !NOTE.test(event.name)) return undefined;
      const at = renamed.get(event.process);
      return at !== undefined && event.time - at <= WITHIN ? event.process : undefined;
    };
  },
};
