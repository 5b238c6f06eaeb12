/**
 * Does a joined shell take its commands from the session? Where its ends lead there, it can take them from nowhere else; one
 * whose ends the session's process holds may as well be fed with what that process was written with.
 *
 * @module
 */
import type { Subject } from '../case/subject.ts';

/** Exchanges after which it does not matter that the shell was there before anything came in. */
const EXCHANGES = 2;

/** False while the shell may have been started and fed by its holder alone; true where there is no such doubt. */
export function isCommandedFromAfar({ topology, order }: Pick<Subject, 'topology' | 'order'>): boolean {
  if (topology?.kind !== 'held') return true;
  const { argv, startedAt: since } = topology.shell;
  // a literal is not fed to an interactive shell
  return (
    argv.slice(1).some((argument) => /^-[a-z]*i$/.test(argument)) ||
    order.prompted(since) ||
    order.answers(since) >= EXCHANGES
  );
}
