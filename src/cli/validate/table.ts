/** What `validate` shows to people: a row for each emulation, and what it comes to. */
import type { Emulation } from '../../../emulations/emulation.ts';
import type { Outcome, Proof } from '../../coverage/index.ts';
import { printable } from '../../sink/index.ts';
import { counted } from '../card/words.ts';
import type { Hue, Paint } from '../paint.ts';

const LOOKS: Readonly<Record<Outcome, readonly [mark: string, hue: Hue]>> = {
  found: ['✔', 'green'],
  missed: ['✖', 'red'],
  failed: ['!', 'red'],
  skipped: ['-', 'yellow'],
};

/** @param begun what is run now: several where each takes minutes */
export function progress(begun: readonly Emulation[], done: number, all: number, paint: Paint): string {
  const [one] = begun;
  if (one !== undefined && begun.length === 1)
    return `${paint('dim', `${done + 1} of ${all}`)} ${one.id}: ${one.about}`;
  const minutes = Math.ceil(Math.max(...begun.map(({ lasts = 0 }) => lasts)) / 60_000);
  return `${paint('dim', `the last ${begun.length} of ${all}`)} at the same time: they take up to ${minutes} minutes`;
}

/** @param width of the longest id */
export function row(proof: Proof, width: number, paint: Paint): string {
  const [mark, hue] = LOOKS[proof.outcome];
  const head = `${paint(hue, mark)} ${proof.id.padEnd(width)}  ${paint(hue, proof.outcome.padEnd(7))}`;
  const notes = [...besides(proof), ...proof.disturbances].map((text) => `\n    ${paint('yellow', printable(text))}`);
  return `${head}  ${told(proof)}${notes.join('')}`;
}

function told({ analytic, discovery, destroyed, payloads, why }: Proof): string {
  if (discovery === undefined) return printable(why);
  const { afterBegin, confidence } = discovery;
  const then =
    analytic === 'AN0603'
      ? `${String(discovery.destroyed).padStart(4)} of ${String(destroyed).padEnd(4)} originals lost`
      : `${String(discovery.payloads).padStart(4)} of ${String(payloads).padEnd(4)} messages sent  `;
  const late = `${Math.round(afterBegin)} ms`.padStart(9);
  return `${late}  ${then}  confidence ${confidence.toFixed(3)}${why === '' ? '' : `  ${printable(why)}`}`;
}

function besides({ besides, findings }: Proof): readonly string[] {
  const twice = findings > 1 ? [`told as ${findings} findings`] : [];
  return [...twice, ...besides.map((title) => `told besides as ${title}`)];
}

export function summary(proofs: readonly Proof[], ms: number, paint: Paint): string {
  const count = (outcome: Outcome) => proofs.filter((proof) => proof.outcome === outcome).length;
  const run = proofs.length - count('skipped');
  const parts = [
    paint(count('found') === run ? 'green' : 'red', `${count('found')} of ${run} found`),
    ...(['missed', 'failed'] as const)
      .filter((outcome) => count(outcome) > 0)
      .map((outcome) => paint('red', `${count(outcome)} ${outcome}`)),
    `in ${(ms / 1000).toFixed(0)} s`,
  ];
  const lines = [parts.join(', '), ...figures(proofs), ...skips(proofs, paint)];
  return `${lines.join('\n')}\n`;
}

function figures(proofs: readonly Proof[]): readonly string[] {
  const found = proofs.flatMap(({ analytic, discovery }) => (discovery === undefined ? [] : [{ analytic, discovery }]));
  const lost = found.filter(({ analytic }) => analytic === 'AN0603').map(({ discovery }) => discovery.destroyed);
  const late = found.map(({ discovery }) => discovery.afterBegin);
  if (late.length === 0) return [];
  const when = `finding written ${middle(late).toFixed(0)} ms after the attack began, ${Math.max(...late).toFixed(0)} ms at most`;
  const what = lost.length === 0 ? '' : `; originals lost by then: ${middle(lost)}, ${Math.max(...lost)} at most`;
  return [`${when}${what}`, 'the attacks were emulations on files and namespaces that they made themselves'];
}

function skips(proofs: readonly Proof[], paint: Paint): readonly string[] {
  const skipped = proofs.filter(({ outcome }) => outcome === 'skipped');
  if (skipped.length === 0) return [];
  const packages = skipped.flatMap(({ why }) => why.replace(/^.*apt-get install /, '').split(' '));
  const which = [...new Set(packages)].join(' ');
  return [paint('yellow', `NOT PROVED: ${counted(skipped.length, 'emulation')}; apt-get install ${which}`)];
}

/** The median, the lower of two. */
function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}
