/** An interruption of the stream. No record of the contract: the decoder makes it. */
import type { Base } from './base.ts';

/**
 * Written by the engine's side of the stream, never by the kernel: the stream was interrupted
 * (the sensor ended and was started again, or bytes could not be decoded).
 */
export interface Gap extends Base {
  readonly kind: 'gap';
  readonly reason: 'sensor_restarted' | 'sequence' | 'corrupt';
  /** Last event before it, ms since the epoch. */
  readonly since: number;
  /** Records known to be missing; undefined when it cannot be known. */
  readonly missing?: number;
}
