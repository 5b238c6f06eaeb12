/**
 * What a test on the real kernel needs of the machine. A test that cannot run is skipped with the reason, never passed.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's root directory. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** The built sensor. */
export const SENSOR = `${ROOT}/build/cipherwatch-sensor`;

/** Why tests on the kernel cannot run here; false when they can. For the `skip` option of `node:test`. */
export function kernelTestsSkip(): string | false {
  if (process.platform !== 'linux') return `eBPF is Linux's; this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'loading eBPF programs needs root: run the tests as root';
  if (!existsSync('/sys/kernel/btf/vmlinux')) return 'this kernel has no BTF (/sys/kernel/btf/vmlinux)';
  return false;
}

/** @throws Error when the sensor has not been built: that is a mistake, not a reason to skip. */
export function requireSensor(): string {
  if (!existsSync(SENSOR)) throw new Error(`${SENSOR} is missing: build it first (make -C sensor)`);
  return SENSOR;
}

/** The system's interpreter, not a version manager's shell script in front of it. */
export const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
