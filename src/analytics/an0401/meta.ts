/**
 * What AN0401 is, in ATT&CK's words and ours.
 *
 * @module
 */
import type { AnalyticMeta } from '../contract.ts';
import { legs } from './legs/index.ts';

export const an0401Meta: AnalyticMeta = {
  id: 'AN0401',
  name: 'Unexpected cryptography, then an abnormal outbound session',
  description:
    'An unexpected process (a shell, an interpreter, a custom binary) takes up cryptography and opens an outbound session whose bytes, direction or rhythm are abnormal; judged over the process and everything joined to it.',
  detectionStrategy: 'DET0143',
  technique: { uid: 'T1573.001', name: 'Encrypted Channel: Symmetric Cryptography' },
  tactic: { uid: 'TA0011', name: 'Command and Control' },
  legs: legs.map((leg) => leg.meta),
};
