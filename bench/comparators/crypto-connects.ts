/** A process that has a crypto library mapped and connects out. */
import type { ProcessKey } from '../../src/event/index.ts';
import type { Comparator } from './comparator.ts';
import { isOverNetwork } from './over-network.ts';

const LIBRARY = /^lib(?:crypto|ssl|gcrypt|gnutls|nettle|sodium|mbedcrypto|wolfssl|nss3)[-.\d]*.*\.so/;

export const cryptoConnects: Comparator = {
  name: 'crypto library connects',
  analytic: 'AN0401',
  about: 'a process that maps a crypto library opens an outbound session (the log source that ATT&CK names)',
  begin: () => {
    const mapped = new Set<ProcessKey>();
    return (event) => {
      if (event.kind === 'library_map' && LIBRARY.test(event.name)) mapped.add(event.process);
      if (event.kind === 'process_fork' && mapped.has(event.parent)) mapped.add(event.process);
      if (!isOverNetwork(event) || event.direction !== 'out') return undefined;
      return mapped.has(event.process) ? event.process : undefined;
    };
  },
};
