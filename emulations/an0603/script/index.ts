/** Emulations that are shell scripts of their own. */
import type { Emulation } from '../../emulation.ts';
import { archiveRows } from './archive.ts';
import { chainRows } from './chain.ts';
import { scriptEmulation } from './row.ts';
import { shellRows } from './shell.ts';

export const scriptEmulations: readonly Emulation[] = [...archiveRows, ...chainRows, ...shellRows].map(scriptEmulation);
