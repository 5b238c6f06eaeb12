/** Verdicts and the analytics' metadata, with defaults, for tests of what is made from them. */
import type { AnalyticMeta, Verdict } from '../../analytics/index.ts';
import { EPOCH, keyOf } from '../../event/testing/make.ts';

export const metas: readonly AnalyticMeta[] = [
  {
    id: 'AN0603',
    name: 'Mass encryption of files',
    description: 'Encryption that destroys the plaintext of user or system directories.',
    detectionStrategy: 'DET0215',
    technique: { uid: 'T1486', name: 'Data Encrypted for Impact' },
    tactic: { uid: 'TA0040', name: 'Impact' },
    legs: [],
  },
  {
    id: 'AN0401',
    name: 'Encrypted channel of an unexpected process',
    description: 'An unexpected process takes up cryptography, then opens abnormal outbound sessions.',
    detectionStrategy: 'DET0143',
    technique: { uid: 'T1573.001', name: 'Encrypted Channel: Symmetric Cryptography' },
    tactic: { uid: 'TA0011', name: 'Command and Control' },
    legs: [],
  },
];

export function makeVerdict(given: Partial<Verdict> = {}): Verdict {
  return {
    analytic: 'AN0603',
    uid: 'AN0603-000001',
    time: EPOCH,
    firstSeen: EPOCH - 200,
    group: { kind: 'lineage', id: keyOf(50) },
    confidence: 0.97,
    severity: 'critical',
    title: 'bash encrypted 3 files below /srv/data and removed the originals',
    legs: [
      { leg: 'destroyed_plaintext', state: 'seen', weight: 4.5, reasons: ['3 originals are gone'] },
      { leg: 'note_drop', state: 'absent', weight: -0.2, reasons: [] },
      { leg: 'recovery_inhibited', state: 'unobservable', weight: 0, reasons: ['no service events here'] },
    ],
    blind: ['recovery_inhibited: services cannot be observed here'],
    actor: keyOf(100),
    participants: [keyOf(100)],
    ...given,
  };
}
