/** The sections of the scoreboard, in the order in which they are measured. */
import { calibration } from './calibration/index.ts';
import { crowd } from './crowd/index.ts';
import { engine } from './engine/index.ts';
import { growth } from './growth/index.ts';
import { latency } from './latency/index.ts';
import { overhead } from './overhead/index.ts';
import { protect } from './protect/index.ts';
import { quiet } from './quiet/index.ts';
import { recall } from './recall/index.ts';
import type { Section } from './section.ts';
import { sessions } from './sessions/index.ts';

export const sections: readonly Section[] = [
  protect,
  recall,
  quiet,
  sessions,
  latency,
  calibration,
  engine,
  overhead,
  growth,
  crowd,
];
