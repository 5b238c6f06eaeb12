/** Notes the confidence of every judgement, told or not, by listening to the legs. */
import type { LegResult } from '../../contract.ts';
import { capped, type Leg } from '../../score.ts';
import { judgedConfidence } from '../case/conjunction.ts';
import type { Subject } from '../case/subject.ts';
import { legs } from '../legs/index.ts';

export class ConfidenceProbe {
  /** The highest so far, with what the legs said; the prior's when nothing was judged. */
  peak: { confidence: number; legs: readonly LegResult[] } = { confidence: judgedConfidence([]), legs: [] };
  #current: LegResult[] = [];
  /** What the legs said last. */
  last: readonly LegResult[] = [];

  /** The usual legs, listened to. */
  readonly legs: readonly Leg<Subject>[] = legs.map((leg, i) => ({
    meta: leg.meta,
    judge: (subject) => {
      const judged = leg.judge(subject);
      if (i === 0) this.#current = [];
      // a leg may be asked again for what has been learned
      if (this.#current.length === legs.length) return judged;
      const weight = judged.state === 'unobservable' ? 0 : capped(judged.weight, leg.meta.cap);
      this.#current.push({ leg: leg.meta.id, ...judged, weight });
      if (i === legs.length - 1) this.#judged();
      return judged;
    },
  }));

  #judged(): void {
    this.last = [...this.#current];
    const confidence = judgedConfidence(this.#current);
    if (confidence > this.peak.confidence) this.peak = { confidence, legs: this.#current };
  }
}
