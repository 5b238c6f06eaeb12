/**
 * Does the traffic lean outwards? A shell answers: little comes in, more goes out, and this side has the last word.
 * An upload is lopsided by its bytes. Optional evidence: traffic can be shaped.
 *
 * @module
 */
import type { Leg, LegJudgement } from '../../score.ts';
import { isNamed } from '../payload/tls-hello.ts';
import type { Subject } from '../subject.ts';

/** Fewer bytes out than this are no upload. */
const UPLOAD_MIN = 65_536;
/** And this many are more than reports and forms. */
const UPLOAD_LARGE = 8 << 20;

export const asymmetry: Leg<Subject> = {
  meta: { id: 'asymmetry', title: 'Asymmetric traffic', cap: { min: 0, max: 3 }, needs: ['net_session'] },
  judge(subject): LegJudgement {
    const reasons: string[] = [];
    const weight = commanded(subject, reasons) + uploaded(subject, reasons) + captured(subject, reasons);
    if (weight > 0) return { state: 'seen', weight, reasons };
    const { tx, rx } = subject.session.event;
    return {
      state: 'absent',
      weight: 0,
      reasons: [`${tx.bytes} bytes out, ${rx.bytes} in: requests and answers, or too little to say`],
    };
  },
};

function commanded({ session, topology }: Subject, reasons: string[]): number {
  const { commanded: answers, requested, base, event } = session;
  if (answers >= 2 && answers >= 2 * requested) {
    reasons.push(
      `the other side began and this side ended ${answers} of ${answers + requested} exchanges, as a shell does`,
    );
    return 2;
  }
  if (topology === undefined || topology.kind === 'terminal' || base === undefined) return 0;
  const out = event.tx.bytes - base.tx;
  const into = event.rx.bytes - base.rx;
  if (event.turns <= base.turns || out <= 0 || into <= 0 || out < into) return 0;
  reasons.push(`${into} bytes of commands came in and ${out} bytes of output went out`);
  return 1.5;
}

function uploaded(subject: Subject, reasons: string[]): number {
  const { session, settings } = subject;
  const { tx, rx } = session.event;
  const ratio = tx.bytes / Math.max(rx.bytes, 1);
  if (tx.bytes < UPLOAD_MIN || ratio < settings.TrafficAsymmetryRatio) return 0;
  reasons.push(`${tx.bytes} bytes out for ${rx.bytes} in: log2 ratio ${Math.log2(ratio).toFixed(1)}`);
  return (isNamed(subject) ? 0.6 : 1.2) + (tx.bytes >= UPLOAD_LARGE ? 0.4 : 0);
}

function captured({ captured: count, session }: Subject, reasons: string[]): number {
  if (count === 0 || session.event.rx.bytes === 0) return 0;
  reasons.push(`it started ${count} program${count === 1 ? '' : 's'} with captured output while the session lasted`);
  return 0.7;
}
