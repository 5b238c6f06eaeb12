/** Every emulation there is. */
import { an0401 } from './an0401/index.ts';
import { an0603 } from './an0603/index.ts';
import type { Emulation } from './emulation.ts';

export const emulations: readonly Emulation[] = [...an0401, ...an0603];
