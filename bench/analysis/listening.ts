/** AN0401 without its limit: every judgement of an outbound session is told, also those that are no finding. */
import { conjunctionHolds, judgedConfidence } from '../../src/analytics/an0401/case/conjunction.ts';
import { an0401Defaults, createAn0401 } from '../../src/analytics/an0401/index.ts';
import { legs } from '../../src/analytics/an0401/legs/index.ts';
import type { Analytic, LegResult } from '../../src/analytics/index.ts';
import { capped } from '../../src/analytics/score.ts';
import type { ProcessKey } from '../../src/event/index.ts';

/** Of a session about which nothing speaks, or whose evidence is no conjunction. */
export const CHANNEL_PRIOR = judgedConfidence([]);

/** @param tell the process that has the session, and the confidence, the prior's where the conjunction does not hold */
export function listening(tell: (process: ProcessKey, confidence: number) => void): Analytic {
  let results: LegResult[] = [];
  const heard = legs.map((leg, i) => ({
    meta: leg.meta,
    judge: (subject: Parameters<typeof leg.judge>[0]) => {
      const judged = leg.judge(subject);
      if (i === 0) results = [];
      // a leg may be asked again for what has been learned
      if (results.length === legs.length) return judged;
      const weight = judged.state === 'unobservable' ? 0 : capped(judged.weight, leg.meta.cap);
      results.push({ leg: leg.meta.id, ...judged, weight });
      if (results.length === legs.length)
        tell(subject.session.event.process, conjunctionHolds(results) ? judgedConfidence(results) : CHANNEL_PRIOR);
      return judged;
    },
  }));
  return createAn0401(an0401Defaults, heard);
}
