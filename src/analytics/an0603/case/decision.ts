/**
 * Whether a group's evidence is told: confidence over the threshold, the spine seen, enough files, and at least
 * one leg besides the spine that carries weight of its own.
 *
 * @module
 */
import type { GroupKind, LegResult } from '../../contract.ts';
import { confidenceOf, evaluateLegs, type FaultListener } from '../../score.ts';
import { legs } from '../legs/index.ts';
import type { Subject } from './subject.ts';

/** Taken off the prior for groups that hold unrelated work more easily, nats. */
const WIDTH: Readonly<Record<GroupKind, number>> = {
  process: 0,
  lineage: 0,
  joined: 0,
  image: 0.5,
  cgroup: 1,
  session: 1.5,
  victim_tree: 2,
};

/** Least weight of another leg that counts as independent support, nats. */
const SUPPORT = 0.5;

export interface Decision {
  readonly results: readonly LegResult[];
  readonly confidence: number;
  readonly told: boolean;
}

export function decide(subject: Subject, width: GroupKind, onFault: FaultListener): Decision {
  const { settings, account } = subject;
  const results = evaluateLegs(legs, subject, onFault);
  const confidence = confidenceOf(settings.priorLogOdds - WIDTH[width], results);
  const [spine, ...others] = results;
  const supported = others.some((result) => result.state === 'seen' && result.weight >= SUPPORT);
  // A canary is no file that anybody encrypts by habit: with one among them the first is enough.
  const enough = account.total >= (subject.canaries.length > 0 ? 1 : settings.minimumFiles);
  return {
    results,
    confidence,
    told: confidence >= settings.decisionThreshold && spine?.state === 'seen' && supported && enough,
  };
}
