/** Elastic's rule for encryption by openssl, as a plain counter. */
import { Burst, type Comparator } from './comparator.ts';

const EXECUTIONS = 10;
const WITHIN = 5000;

export const elasticOpenssl: Comparator = {
  name: 'Elastic: openssl',
  analytic: 'AN0603',
  about: `${EXECUTIONS} executions of openssl by one parent within 5 s ("Suspicious Data Encryption via OpenSSL Utility")`,
  begin: () => {
    const burst = new Burst(EXECUTIONS, WITHIN);
    return (event) => {
      if (event.kind !== 'process_start' || event.how !== 'exec' || !event.image.path.endsWith('/openssl'))
        return undefined;
      return burst.add(event.parent, event.time) ? event.parent : undefined;
    };
  },
};
