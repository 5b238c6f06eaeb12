// The sensor: built when make finds it out of date.
import { command, say } from './command.mjs';
import { SetupError } from './setup-error.mjs';

/** @throws {SetupError} when it cannot be built */
export function buildSensor() {
  const make = ['--no-print-directory', '-C', 'sensor'];
  if (command('make', [...make, '--question']).ok) return;
  say('building the sensor');
  const done = command('make', make);
  if (!done.ok)
    throw new SetupError('sensor_failed', 'the sensor could not be built', {
      remedy: 'see why with: npm run build:sensor',
      output: done.output,
    });
}
