/** The sensor program was built. */
import { LaunchError } from '../error.ts';
import { requireSensor } from '../sensor-process.ts';
import { type Check, EVERYTHING, missing, ok } from './check.ts';

export const sensor: Check = {
  id: 'sensor',
  title: 'sensor program',
  essential: true,
  look: (context) => {
    try {
      requireSensor(context.sensor);
      return ok(context.sensor);
    } catch (error) {
      if (!(error instanceof LaunchError)) throw error;
      return missing(`${context.sensor} is missing`, EVERYTHING, 'npm start builds it');
    }
  },
};
