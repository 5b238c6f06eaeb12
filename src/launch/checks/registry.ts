/** All checks in the order in which they are shown. A test compares the list with the folder. */
import { attach } from './attach.ts';
import { audit } from './audit.ts';
import { bpf } from './bpf.ts';
import { btf } from './btf.ts';
import { cgroup } from './cgroup.ts';
import type { Check } from './check.ts';
import { clock } from './clock.ts';
import { kernel } from './kernel.ts';
import { packages } from './packages.ts';
import { privileges } from './privileges.ts';
import { sensor } from './sensor.ts';
import { tracefs } from './tracefs.ts';
import { user } from './user.ts';

export const checks: readonly Check[] = [
  kernel,
  btf,
  privileges,
  bpf,
  tracefs,
  user,
  sensor,
  attach,
  audit,
  cgroup,
  packages,
  clock,
];
