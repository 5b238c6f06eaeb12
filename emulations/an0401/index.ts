/** The emulations for AN0401, encrypted command channels. */
import type { Emulation } from '../emulation.ts';
import { beacons } from './beacon.ts';
import { commandChannels } from './command-channel.ts';
import { datagrams } from './datagram.ts';
import { frameworks } from './framework.ts';
import { knownShapes } from './known-shape.ts';
import { proxies } from './proxy.ts';
import { rhythms } from './rhythm.ts';
import { scripts } from './script.ts';
import { shells } from './shell.ts';
import { uploads } from './upload.ts';

export const an0401: readonly Emulation[] = [
  ...shells,
  ...scripts,
  ...commandChannels,
  ...knownShapes,
  ...uploads,
  ...beacons,
  ...frameworks,
  ...rhythms,
  ...datagrams,
  ...proxies,
];
