/** The emulations for AN0603, mass encryption. */
import type { Emulation } from '../emulation.ts';
import { interpreterEmulations } from './interpreter/index.ts';
import { scriptEmulations } from './script/index.ts';
import { shapeEmulations } from './shape/index.ts';
import { startEmulations } from './start/index.ts';
import { toolEmulations } from './tool/index.ts';

export const an0603: readonly Emulation[] = [
  ...shapeEmulations,
  ...startEmulations,
  ...interpreterEmulations,
  ...scriptEmulations,
  ...toolEmulations,
];
