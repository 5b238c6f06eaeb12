/** The emulations for AN0401, encrypted command channels. */
import type { Emulation } from '../emulation.ts';
import { commandChannels } from './command-channel.ts';
import { scripts } from './script.ts';
import { shells } from './shell.ts';

export const an0401: readonly Emulation[] = [...shells, ...scripts, ...commandChannels];
