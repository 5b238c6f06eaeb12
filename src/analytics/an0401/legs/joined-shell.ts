/**
 * Is a command interpreter at the session's other end here? The reverse-shell topology, of whatever programs it is built.
 *
 * @module
 */
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';
import type { Topology } from '../unit/topology.ts';

const WEIGHTS: Readonly<Record<Topology['kind'], number>> = { loop: 4.5, socket: 4, held: 3, terminal: 1.5 };

export const joinedShell: Leg<Subject> = {
  meta: {
    id: 'joined-shell',
    title: 'Shell joined to the session',
    cap: { min: 0, max: 4.5 },
    needs: ['process_start', 'stdio_change'],
  },
  judge(subject): LegJudgement {
    const { topology, members, serves } = subject;
    if (topology === undefined)
      return { state: 'absent', weight: 0, reasons: ['no command interpreter is joined to the session'] };
    const holder = members[0].process;
    const reasons = [told(topology, holder.image.path)];
    let weight = WEIGHTS[topology.kind] - (topology.kind === 'loop' && topology.inferred ? 0.5 : 0);
    if (!subject.fromAfar) {
      weight *= 0.5;
      reasons.push('it was there before anything came in, and may be fed by what its holder was written with');
    }
    if (topology.shell.key !== holder.key && serves(holder.key)) {
      weight *= 0.3;
      reasons.push(`${holder.image.path} serves the network too, so the shell may belong to a session that came in`);
    }
    return { state: 'seen', weight, reasons };
  },
};

function told({ kind, shell, between, inferred }: Topology, holder: string): string {
  const who = `${shell.image.path} (pid ${shell.pid})`;
  const through = between.length === 0 ? '' : ` by way of ${between.map((process) => process.image.path).join(', ')}`;
  if (kind === 'socket') return `standard input and output of ${who} are the network socket itself`;
  if (kind === 'held')
    return `${holder} made both the input and the output of ${who}${through}, which takes commands there`;
  if (kind === 'terminal') return `${holder} made a terminal of its own for ${who}${through}`;
  const unseen = inferred ? '; the hop through the fifo is inferred' : '';
  return `standard input and output of ${who} both lead to ${holder}, which has the session${through}${unseen}`;
}
