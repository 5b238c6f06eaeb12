// Makes this machine ready: system packages, node packages, the sensor. Does nothing where nothing is missing.

import { installNodePackages } from './node-packages.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { buildSensor } from './sensor.mjs';
import { explain, SetupError } from './setup-error.mjs';
import { installMissingPackages } from './system-packages.mjs';

/** The exit code for "cannot run here". */
const CANNOT_RUN_HERE = 3;

/**
 * @param {readonly import('./system-packages.mjs').Purpose[]} purposes what the machine is to be used for
 * @returns {void} and ends the process with exit code 3 when the machine cannot be made ready
 */
export function prepare(purposes) {
  try {
    oneAtATime(() => {
      installMissingPackages(purposes);
      installNodePackages();
      if (purposes.includes('build')) buildSensor();
    });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    explain(error);
    process.exit(CANNOT_RUN_HERE);
  }
}
