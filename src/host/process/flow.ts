/** Whether what one process writes is what another reads, by descriptors 0 to 2. */
import type { Fd } from '../../event/index.ts';
import type { Process } from '../view.ts';

/** `writer` has the writing end of what `reader` has on descriptor 0. Who only shares its output with others passes them nothing. */
export function flows(writer: Process, reader: Process): boolean {
  return connects(writer.stdio[1], reader.stdio[0]) || connects(writer.stdio[2], reader.stdio[0]);
}

function connects(written: Fd, read: Fd): boolean {
  if (written.type === 'pipe' || written.type === 'fifo')
    return read.type === written.type && read.object === written.object;
  return (
    written.type === 'unix' && read.type === 'unix' && (written.peer === read.object || read.peer === written.object)
  );
}
