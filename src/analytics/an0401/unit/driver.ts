/**
 * Who speaks through a crypto tool: the process that made the tool's input and output.
 *
 * @module
 */
import { flows, type HostView, joins, type Process } from '../../../host/index.ts';

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
