/** The emulations for AN0603, mass encryption. */
import type { Emulation } from '../emulation.ts';
import { toolEmulations } from './tool/index.ts';

export const an0603: readonly Emulation[] = [...toolEmulations];
