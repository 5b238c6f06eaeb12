/** Where telemetry to replay may come from, by the names that `--from` takes. */
import { nearest } from '../../settings/nearest.ts';
import { UsageError } from '../usage-error.ts';

const BUILT = ['auto', 'recording'];
const LATER = ['auditd', 'sysmon', 'tetragon', 'falco', 'tracee', 'zeek', 'suricata', 'osquery'];

/** @throws UsageError for names that are unknown or not built yet */
export function checkOrigin(name = 'auto'): void {
  if (BUILT.includes(name)) return;
  if (LATER.includes(name)) throw new UsageError(`--from ${name} is not built yet; built are ${BUILT.join(', ')}`);
  throw new UsageError(`--from has no '${name}'; did you mean '${nearest(name, [...BUILT, ...LATER])}'?`);
}
