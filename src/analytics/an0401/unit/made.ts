/** Descriptors that a process made for those that it starts. */
import type { HostView, Process } from '../../../host/index.ts';

/**
 * An ancestor made descriptors 0 and 1 for this process, or for the one through which it got them.
 * @returns the processes on the way, nearest first, `process` and `maker` excluded; undefined when the ancestor did not
 */
export function madeBy(maker: Process, process: Process, host: HostView): readonly Process[] | undefined {
  const chain = host.ancestors(process.key);
  const at = chain.findIndex(({ key }) => key === maker.key);
  const child = chain[at - 1];
  if (child === undefined) return undefined;
  const [input, output] = process.stdio;
  const made = input.object === child.stdio[0].object && output.object === child.stdio[1].object;
  const inherited = input.object === maker.stdio[0].object || output.object === maker.stdio[1].object;
  return made && !inherited ? chain.slice(1, at) : undefined;
}
