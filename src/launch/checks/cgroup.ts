/** cgroup v2: groups processes by unit and container. */
import { existsSync } from 'node:fs';
import { type Check, degraded, ok } from './check.ts';

const PLACES = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'];

export const cgroup: Check = {
  id: 'cgroup',
  title: 'cgroup v2',
  essential: false,
  look: () => {
    const place = PLACES.find((candidate) => existsSync(`${candidate}/cgroup.procs`));
    if (place !== undefined) return ok(place);
    const costs = 'containers and units are not named, and evidence is not summed over them';
    return degraded(
      'no v2 hierarchy is mounted',
      costs,
      'boot with systemd.unified_cgroup_hierarchy=1, or mount -t cgroup2 none /sys/fs/cgroup',
    );
  },
};
