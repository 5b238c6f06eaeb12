/** The clock is kept by something: times of findings can be lined up with other hosts'. */
import { existsSync } from 'node:fs';
import { type Check, degraded, ok } from './check.ts';
import { fileText } from './file-text.ts';

/** Left by systemd-timesyncd, chrony and ntpd while they run. */
const KEEPERS: readonly (readonly [string, string])[] = [
  ['systemd-timesyncd', '/run/systemd/timesync/synchronized'],
  ['chrony', '/run/chrony/chronyd.pid'],
  ['chrony', '/run/chronyd.pid'],
  ['ntpd', '/run/ntpd.pid'],
];

export const clock: Check = {
  id: 'clock',
  title: 'clock',
  essential: false,
  look: () => {
    const source = fileText('/sys/devices/system/clocksource/clocksource0/current_clocksource') ?? 'unknown';
    const keeper = KEEPERS.find(([, path]) => existsSync(path));
    if (keeper !== undefined) return ok(`kept by ${keeper[0]}, source ${source}`);
    const costs = 'none on this host; times of findings may not line up with other hosts’';
    return degraded(`source ${source}, nothing that keeps it was found`, costs, 'run systemd-timesyncd or chrony');
  },
};
