/** The rules for fully encrypted traffic alone. */
import { judgeEncrypted } from '../../src/stats/index.ts';
import type { Comparator } from './comparator.ts';
import { isOverNetwork } from './over-network.ts';

export const fullyEncrypted: Comparator = {
  name: 'fully encrypted',
  analytic: 'AN0401',
  about: 'the first payload out meets none of the exemptions (Wu et al., USENIX Security 2023)',
  begin: () => (event) => {
    if (!isOverNetwork(event) || event.direction === 'in' || event.tx.first.length === 0) return undefined;
    return judgeEncrypted(event.tx.first).encrypted ? event.process : undefined;
  },
};
