/**
 * Does a joined shell take its commands from the session? Where its ends lead there, it can take them from nowhere else; one
 * whose ends the session's process holds may as well be fed with what that process was written with.
 *
 * @module
 */
import type { OrderOfEvents } from '../session/order-of-events.ts';
import type { Topology } from './topology.ts';

/** Exchanges after which it does not matter that the shell was there before anything came in. */
const EXCHANGES = 2;

/**
 * False while the shell may have been started and fed by its holder alone; true where there is no such doubt.
 *
 * @param order what came in before something happened here, over the session and others of its process to the same place
 */
export function isCommandedFromAfar(topology: Topology | undefined, order: OrderOfEvents): boolean {
  if (topology?.kind !== 'held') return true;
  const { argv, startedAt: since } = topology.shell;
  // a literal is not fed to an interactive shell
  return (
    argv.slice(1).some((argument) => /^-[a-z]*i$/.test(argument)) ||
    order.prompted(since) ||
    order.answers(since) >= EXCHANGES
  );
}
