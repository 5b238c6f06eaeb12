/**
 * What AN0603 is, in ATT&CK's terms (`x-mitre-analytic` AN0603 of detection strategy DET0215).
 *
 * @module
 */
import type { AnalyticMeta } from '../contract.ts';
import { legs } from './legs/index.ts';

export const meta: AnalyticMeta = {
  id: 'AN0603',
  name: 'Analytic 0603',
  description:
    'Encryption via custom or open-source tools (e.g., openssl, gpg, aescrypt) recursively targeting user or system directories. Also includes overwrite of existing data and ransom note drops.',
  detectionStrategy: 'DET0215',
  technique: { uid: 'T1486', name: 'Data Encrypted for Impact' },
  tactic: { uid: 'TA0040', name: 'Impact' },
  legs: legs.map((leg) => leg.meta),
};
