/** The evidence, strongest first; what was looked for and not there in one row at the end. */
import type { Finding } from '../../incident/index.ts';
import { printable } from '../../sink/index.ts';
import { reasonWords } from './readable.ts';

const REASONS = 3;

export interface Evidence {
  /** One per leg that counted. */
  readonly seen: readonly string[];
  /** Legs that found nothing; undefined when each found something. */
  readonly absent: string | undefined;
}

/** What could not be observed is left out: a finding names it among its blind spots. */
export function evidence({ legs }: Finding): Evidence {
  const telling = legs
    .filter(({ state, weight }) => state === 'seen' || (state === 'absent' && weight !== 0))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const nothing = legs.filter(({ state, weight }) => state === 'absent' && weight === 0);
  return {
    seen: telling.map(({ leg, state, weight, reasons }, index) => {
      const why = reasons.slice(0, REASONS).map(reasonWords).join('; ');
      const likelier = index === 0 ? ' likelier' : '';
      const words = why === '' ? state : why;
      return `${times(weight)}${likelier} by ${printable(leg, 40)}: ${words}`;
    }),
    absent: nothing.length === 0 ? undefined : nothing.map(({ leg, reasons }) => absent(leg, reasons)).join(', '),
  };
}

/** How many times likelier: e to the weight, in two digits. @param weight log-likelihood ratio, nats */
export function times(weight: number): string {
  const factor = Math.exp(Math.abs(weight));
  const digits = factor < 10 ? Number(factor.toFixed(1)) : Number(factor.toPrecision(2));
  return `${weight < 0 ? '÷' : '×'}${digits.toLocaleString('en-US')}`;
}

function absent(leg: string, reasons: readonly string[]): string {
  const [first] = reasons;
  return first === undefined ? printable(leg, 40) : `${printable(leg, 40)} (${printable(first, 80)})`;
}
