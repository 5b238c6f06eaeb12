/** The legs of AN0401, in the order in which findings tell them. */
import type { Leg } from '../../score.ts';
import type { Subject } from '../case/subject.ts';
import { abnormalBytes } from './abnormal-bytes.ts';
import { asymmetry } from './asymmetry.ts';
import { cadence } from './cadence.ts';
import { cryptoEvidence } from './crypto-evidence.ts';
import { joinedShell } from './joined-shell.ts';
import { outboundSession } from './outbound-session.ts';
import { rareDestination } from './rare-destination.ts';
import { unexpectedProcess } from './unexpected-process.ts';

export const legs: readonly Leg<Subject>[] = [
  unexpectedProcess,
  cryptoEvidence,
  outboundSession,
  joinedShell,
  abnormalBytes,
  asymmetry,
  cadence,
  rareDestination,
];
