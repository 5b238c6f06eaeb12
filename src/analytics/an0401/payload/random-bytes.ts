/**
 * Bytes of no known protocol: fully encrypted by the published rules, random by χ² and entropy.
 *
 * @module
 */

import type { Flow } from '../../../event/index.ts';
import { chiSquareUniform, chiSquareUpperP, histogramOf, millerMadow } from '../../../stats/index.ts';
import type { LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';
import { isRandom, type PayloadEvidence, payloadEvidence } from './evidence.ts';

/** Below this many bytes an entropy near 8 bits cannot be reached or told apart. */
const HISTOGRAM_MIN = 512;
const RANDOM_P = 0.001;
/** For bytes that are as random as ciphertext behind a beginning that decompresses. */
const PACKED = 0.4;

export function judgeRandomBytes({ session, settings }: Subject): LegJudgement {
  const reasons: string[] = [];
  let weight = 0;
  const firsts = payloadEvidence(session);
  for (const evidence of firsts) {
    const found = ofFirst(evidence);
    if (found === undefined) continue;
    weight = Math.max(weight, found.weight);
    reasons.push(found.reason);
  }
  for (const [direction, flow] of [
    ['sent', session.event.tx],
    ['received', session.event.rx],
  ] as const) {
    const found = ofHistogram(direction, flow, settings.EntropyThreshold);
    if (found === undefined) continue;
    if (firsts.some((first) => first.direction === direction && isPacked(first))) {
      weight = Math.max(weight, PACKED);
      reasons.push(`${found.reason}; what it began with decompresses`);
      continue;
    }
    weight = weight >= 2.5 ? Math.min(weight + 0.3, 4) : Math.max(weight, found.weight);
    reasons.push(found.reason);
  }
  if (weight > 0) return { state: 'seen', weight, reasons };
  return { state: 'absent', weight: 0, reasons: ['the bytes are of no known protocol, but structured'] };
}

function isPacked({ compressed }: PayloadEvidence): boolean {
  return compressed !== undefined && compressed.proof !== 'false';
}

function ofFirst(evidence: PayloadEvidence): { weight: number; reason: string } | undefined {
  const { judgement, bytes, direction, encoding, compressed, head } = evidence;
  if (!judgement.encrypted) return undefined;
  const figures = `${judgement.popcount.toFixed(2)} set bits per byte, ${Math.round(judgement.printable * 100)} % printable`;
  const first = `first ${bytes} bytes ${direction}`;
  if (isRandom(evidence)) {
    const heads = head === undefined ? '' : ` behind heads of ${head} bytes`;
    const where = encoding === undefined ? heads : ` once decoded from ${encoding}`;
    const chi = judgement.randomness;
    const p =
      chi === undefined
        ? ''
        : `, χ² ${chi.chi.toFixed(0)} (p ${chi.p.toPrecision(2)}), entropy ${chi.entropy.toFixed(2)} bits`;
    const lie = compressed?.proof === 'false' ? `; they claim to be ${compressed.format} and are not` : '';
    const sent = direction === 'sent' ? 0 : -1;
    return {
      weight: (bytes >= 64 ? 3.5 : 3) + sent,
      reason: `${first} are fully encrypted${where}: ${figures}${p}${lie}`,
    };
  }
  if (compressed !== undefined) return undefined;
  return {
    weight: bytes >= 32 ? 0.6 : 0,
    reason: `${first} meet no exemption of the fully-encrypted rules (${figures}), but are not random`,
  };
}

/** A longer payload as a whole, or what follows its first bytes where only that is random. */
function ofHistogram(direction: string, flow: Flow, threshold: number): { weight: number; reason: string } | undefined {
  const whole = ofWhole(direction, flow, threshold);
  return (whole?.weight ?? 0) >= 2.5 ? whole : (ofRest(direction, flow, threshold) ?? whole);
}

/**
 * A session that turns random after a readable start. Compressed content behind a header does so too, and cannot be told
 * from ciphertext without its beginning: hence the smaller weight.
 */
function ofRest(direction: string, flow: Flow, threshold: number): { weight: number; reason: string } | undefined {
  const count = flow.counted - flow.first.length;
  if (count < HISTOGRAM_MIN) return undefined;
  const head = histogramOf(flow.first);
  const rest = Uint32Array.from(flow.histogram, (value, byte) => Math.max(0, value - (head[byte] ?? 0)));
  if (millerMadow(rest) < threshold || chiSquareUpperP(chiSquareUniform(rest), count) < RANDOM_P) return undefined;
  return {
    weight: 1.5,
    reason: `${count} bytes ${direction} after the first ${flow.first.length} are as random bytes: the session has turned`,
  };
}

function ofWhole(direction: string, flow: Flow, threshold: number): { weight: number; reason: string } | undefined {
  if (flow.counted < HISTOGRAM_MIN) return undefined;
  const entropy = millerMadow(flow.histogram);
  if (entropy < threshold) return undefined;
  const chi = chiSquareUniform(flow.histogram);
  const random = chiSquareUpperP(chi, flow.counted) >= RANDOM_P;
  const reason = `${flow.counted} bytes ${direction}: entropy ${entropy.toFixed(3)} bits per byte (threshold ${threshold}), χ² ${chi.toFixed(0)}`;
  return { weight: random ? 2.5 : 0.8, reason: random ? `${reason}, as random bytes give` : reason };
}
