/** Whether what one process writes is what another reads, through a channel or a file. */
import { flows, type Process } from '../../../host/index.ts';

/** As `flows`; also through a file that the one has for its output and the other for its input, at the same time. */
export function passes(writer: Process, reader: Process): boolean {
  return flows(writer, reader) || shares(writer, reader);
}

function shares({ stdio: [, output], endedAt }: Process, { stdio: [input], executedAt }: Process): boolean {
  if (output.type !== 'file' || input.type !== 'file' || output.object !== input.object) return false;
  return endedAt === undefined || endedAt > executedAt;
}
