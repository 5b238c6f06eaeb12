/** The kernel is new enough: BTF-typed tracepoints and the BPF ring buffer came together in Linux 5.8. */
import { release } from 'node:os';
import { type Check, EVERYTHING, missing, ok } from './check.ts';

const OLDEST = [5, 8] as const;

export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

export const kernel: Check = {
  id: 'kernel',
  title: 'Linux kernel',
  essential: true,
  look: () => {
    if (process.platform !== 'linux') return missing(`this is ${process.platform}`, EVERYTHING, 'run on Linux');
    const version = release();
    if (isNewEnough(version)) return ok(version);
    return missing(`${version} is older than ${OLDEST.join('.')}`, EVERYTHING, 'boot a newer kernel');
  },
};
