/** From what an attack did and what was told of it to what that proves. */
import type { Effects, Emulation, Need } from '../../emulations/emulation.ts';
import type { Discovery, Proof } from './proof.ts';
import type { Told } from './watcher.ts';

/** How it was run, as far as the result names it. */
export interface Manner {
  readonly ablated?: boolean;
  readonly seed?: number;
  readonly rate?: number;
}

export interface Evidence {
  readonly emulation: Emulation;
  readonly options: Manner;
  readonly effects: Effects;
  /** What told of it, in order. */
  readonly told: readonly Told[];
  /** It was ended before its end: that it did not do all is no failure then. */
  readonly cut: boolean;
  /** When the attack could begin, ms since the epoch: evidence from before is of something else. */
  readonly since: number;
  readonly disturbances: readonly string[];
}

export function judged({ emulation, options, effects, told, cut, since, disturbances }: Evidence): Proof {
  const right = told.filter(({ finding }) => finding.analytic.uid === emulation.analytic);
  const others = told.filter(({ finding }) => finding.analytic.uid !== emulation.analytic);
  const [first] = right;
  const failures = [...whatFailed(emulation, effects, cut), ...(first === undefined ? [] : mixed(first, since))];
  return {
    ...nothing(emulation, options),
    outcome: failures.length > 0 ? 'failed' : first === undefined ? 'missed' : 'found',
    why: failures.length > 0 ? failures.join('; ') : first === undefined ? unfound(others) : '',
    ...(first && { discovery: discovered(first, effects) }),
    destroyed: effects.damage.length,
    payloads: effects.payloads.length,
    ...paceOf(effects),
    findings: new Set(right.map(({ finding }) => finding.uid)).size,
    besides: [...new Set(others.map(({ finding }) => `${finding.analytic.uid} ${finding.title}`))],
    disturbances,
    ms: effects.ended - effects.begun,
  };
}

export function skipped(emulation: Emulation, options: Manner, needs: readonly Need[]): Proof {
  const commands = needs.map(({ command }) => command).join(', ');
  const packages = [...new Set(needs.map((need) => need.package))].join(' ');
  return {
    ...nothing(emulation, options),
    outcome: 'skipped',
    why: `${commands} ${needs.length === 1 ? 'is' : 'are'} missing; apt-get install ${packages}`,
  };
}

export function failed(emulation: Emulation, options: Manner, why: string): Proof {
  return { ...nothing(emulation, options), outcome: 'failed', why };
}

function nothing({ id, analytic, row, channel }: Emulation, { ablated = false, seed = 1, rate }: Manner): Proof {
  return {
    ...{ id, analytic, row, ...(channel && { channel }), ablated, seed, ...(rate !== undefined && { rate }) },
    ...{ outcome: 'failed', why: '', destroyed: 0, payloads: 0, findings: 0, besides: [], disturbances: [], ms: 0 },
  };
}

function paceOf({ damage }: Effects): Pick<Proof, 'pace'> {
  const [first, last] = [damage[0], damage.at(-1)];
  if (first === undefined || last === undefined || damage.length < 3) return {};
  return { pace: ((damage.length - 1) / Math.max(last.time - first.time, 0.001)) * 1000 };
}

/** An emulation that did nothing proves nothing, whatever it says of itself. */
function whatFailed({ analytic }: Emulation, { failures, damage, payloads }: Effects, cut: boolean): readonly string[] {
  if (analytic === 'AN0603' && damage.length === 0) return ['it destroyed nothing', ...failures];
  if (analytic === 'AN0401' && payloads.length === 0) return ['it sent nothing', ...failures];
  return cut ? [] : failures;
}

/** The clocks of the kernel and of this process are read one after the other, ms. */
const CLOCKS = 20;

function mixed({ finding }: Told, since: number): readonly string[] {
  if (finding.firstSeen >= since - CLOCKS) return [];
  return [`it was found together with something from ${Math.round(since - finding.firstSeen)} ms before`];
}

function unfound(others: readonly Told[]): string {
  const [other] = others;
  if (other === undefined) return 'no finding told of it';
  return `no finding of its analytic told of it, only ${other.finding.analytic.uid}: ${other.finding.title}`;
}

function discovered({ finding, at }: Told, { begun, damage, payloads }: Effects): Discovery {
  // It tells of an original just after it was destroyed; the finding may be quicker than its words.
  const told = Math.min(finding.affected?.total ?? 0, damage.length);
  const destroyed = Math.max(damage.filter(({ time }) => time <= at).length, told);
  const sent = payloads.filter((time) => time <= at);
  const [first] = sent;
  const decisive = finding.analytic.uid === 'AN0603' ? damage[told - 1]?.time : sent.at(-1);
  return {
    uid: finding.uid,
    at,
    afterBegin: at - begun,
    ...(decisive !== undefined && { afterDecisive: at - decisive }),
    ...(first !== undefined && { afterFirstPayload: at - first }),
    destroyed,
    payloads: sent.length,
    confidence: finding.confidence,
    title: finding.title,
    legs: finding.legs.filter(({ state }) => state === 'seen').map(({ leg }) => leg),
    group: finding.group.kind,
  };
}
