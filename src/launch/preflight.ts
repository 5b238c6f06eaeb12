/** What must hold before anything is started; the first thing that does not is the error. */
import { bpf } from './checks/bpf.ts';
import { btf } from './checks/btf.ts';
import type { Check, CheckContext } from './checks/check.ts';
import { kernel } from './checks/kernel.ts';
import { privileges } from './checks/privileges.ts';
import { LaunchError, type LaunchErrorCode } from './error.ts';

const CHECKS: readonly (readonly [Check, LaunchErrorCode])[] = [
  [kernel, 'no_btf'],
  [privileges, 'no_root'],
  [btf, 'no_btf'],
  [bpf, 'no_btf'],
];

/** None of these looks at the settings, which only the engine process reads. @throws LaunchError */
export async function preflight(): Promise<void> {
  const context: CheckContext = { sensor: '', user: 'auto' };
  for (const [check, code] of CHECKS) {
    const { state, why, remedy } = await check.look(context);
    if (state !== 'missing') continue;
    throw new LaunchError(
      code,
      `cannot watch this host: ${check.title}: ${why}${remedy === undefined ? '' : `; ${remedy}`}`,
    );
  }
}
