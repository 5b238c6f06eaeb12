/** Whether the programs that an emulation needs are here. */
import type { Need } from '../../emulations/emulation.ts';
import { located } from '../../emulations/which.ts';

/** Those of the needs that are not met. */
export function missing(needs: readonly Need[]): readonly Need[] {
  return needs.filter(({ command }) => located(command) === undefined);
}
