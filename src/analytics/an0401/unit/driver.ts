/**
 * Who speaks through a crypto tool: the process that made the tool's input and output.
 *
 * @module
 */
import { flows, type HostView, joins, type Process } from '../../../host/index.ts';
import type { Classify } from './topology.ts';

/** Between a tool and who speaks through it: shells of a group of commands, wrappers. */
const MOST_SUBSHELLS = 3;

/**
 * The nearest process above that made both channels of a crypto tool and so speaks through it (`coproc`, popen in both directions), by
 * itself or by programs that it starts there; undefined when somebody else is at their other ends, or when they were inherited from
 * whoever started it all.
 */
export function driverOf(holder: Process, host: HostView): Process | undefined {
  const driver = makerOf(holder, host);
  if (driver === undefined) return undefined;
  const started = (other: Process) => host.ancestors(other.key).some(({ key }) => key === driver.key);
  // Neighbours in a pipeline are the same shell's children as well: somebody else reads what it says there.
  const strange = (other: Process) => flows(holder, other) || (flows(other, holder) && !started(other));
  return host.joined(holder.key).some(strange) ? undefined : driver;
}

/**
 * The interpreter or shell that made a terminal of its own for a tool, and talks to it there as somebody who types would (`pty.spawn`, expect):
 * the nearest process above with another one. The master's holder is not told by itself. Terminal emulators, tmux and sshd are no
 * interpreters; and whoever takes commands at that terminal has started the tool for the person who types them.
 */
export function terminalDriverOf(holder: Process, host: HostView, classify: Classify): Process | undefined {
  if (!isAtItsTerminal(holder)) return undefined;
  for (const above of host.ancestors(holder.key).slice(1, 1 + MOST_SUBSHELLS)) {
    const { kind, code, script } = classify(above);
    if (!sharesTerminal(above, holder)) return kind === 'other' || script === 'packaged' ? undefined : above;
    const forked = above.executedAt === above.startedAt;
    if (code?.from === 'stdin' && !forked) return undefined;
  }
  return undefined;
}

function isAtItsTerminal({ tty, stdio: [input, output] }: Process): boolean {
  return tty !== undefined && input.type === 'tty' && output.type === 'tty' && input.object === output.object;
}

function sharesTerminal({ tty, stdio }: Process, holder: Process): boolean {
  return tty === holder.tty || stdio.some(({ type, object }) => type === 'tty' && object === holder.stdio[0].object);
}

/** Who does not have the tool's input and output for its own, while all between the two do. */
function makerOf(holder: Process, host: HostView): Process | undefined {
  const [input, output] = holder.stdio;
  if (!joins(input) || !joins(output)) return undefined;
  for (const above of host.ancestors(holder.key).slice(1, 1 + MOST_SUBSHELLS)) {
    const [itsInput, itsOutput] = above.stdio;
    const [reads, writes] = [input.object === itsInput.object, output.object === itsOutput.object];
    if (!reads && !writes) return above;
    if (!reads || !writes) return undefined;
  }
  return undefined;
}
