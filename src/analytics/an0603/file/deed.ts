/**
 * Who did something to a file, and when.
 *
 * @module
 */
import type { ProcessKey } from '../../../event/index.ts';
import type { HostView, LineageId } from '../../../host/index.ts';

export interface Deed {
  readonly process: ProcessKey;
  readonly lineage: LineageId;
  /** ms since the epoch */
  readonly time: number;
}

/** The job of a process; of one that the host does not know, the process alone. */
export function lineageOf(process: ProcessKey, host: HostView): LineageId {
  return host.process(process)?.lineage ?? (process as string as LineageId);
}
