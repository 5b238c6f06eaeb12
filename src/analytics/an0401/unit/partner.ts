/**
 * A program that another one with the session talks for, and that is no command interpreter (see `topology.ts` for these): `socat TCP:… EXEC:prog`,
 * `ncat -e prog`, `prog < fifo | nc … > fifo`. What it is, is told by its own image or code, as if it had the session itself.
 *
 * @module
 */
import { type HostView, joins, type Process } from '../../../host/index.ts';
import type { Program } from '../program/program.ts';
import { madeBy } from './made.ts';
import { passes } from './passes.ts';
import type { Classify } from './topology.ts';

/** Whose ends lead to the holder of the session, and to nobody else's. A holder that talks for several programs is none's mouth: browsers, editors. */
export function partnerOf(holder: Process, host: HostView, classify: Classify): Process | undefined {
  // what is of no package itself, or runs code, is weighed already
  if (holder.ownership.state === 'unpackaged' || classify(holder).kind !== 'other') return undefined;
  const led = [...host.children(holder.key).filter((child) => isHeld(child, holder, host)), ...looped(holder, host)];
  const living = led.filter(({ endedAt }) => endedAt === undefined);
  const [head, second] = living.length > 0 ? living : led.slice(-1);
  if (head === undefined || second !== undefined) return undefined;
  // `sh -c prog` stands between the two
  const wrapped = host.children(head.key).filter((child) => sameEnds(child, head));
  return [head, ...wrapped.slice(-4)].find((process) => isForeign(process, classify(process)));
}

function isHeld(child: Process, holder: Process, host: HostView): boolean {
  const [input, output] = child.stdio;
  if (!joins(input) || !joins(output) || madeBy(holder, child, host) === undefined) return false;
  return !host.joined(child.key).some((other) => passes(other, child) || passes(child, other));
}

/** Joined to it both ways; who started it and drives it (rsync and ssh) is its driver. */
function looped(holder: Process, host: HostView): readonly Process[] {
  const above = host.ancestors(holder.key);
  return host
    .joined(holder.key)
    .filter((other) => passes(other, holder) && passes(holder, other) && !above.some(({ key }) => key === other.key));
}

function sameEnds(child: Process, { stdio: [input, output] }: Process): boolean {
  return child.stdio[0].object === input.object && child.stdio[1].object === output.object;
}

function isForeign({ ownership, image }: Process, { kind, code, script }: Program): boolean {
  if (kind === 'other') return ownership.state !== 'packaged' || image.memfd || image.deleted;
  return kind === 'interpreter' && code !== undefined && script !== 'packaged';
}
