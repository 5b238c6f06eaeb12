/** Whether a finding is about an attack: by what it did to files, who did it, or whom it talked to. */
import type { Finding } from '../incident/index.ts';

/** What is known of an attack. */
export interface Traces {
  /** Everything that it acts on is below, and it works there. */
  readonly directory: string;
  /** Its outermost process, once it is known. */
  readonly pid?: number;
  /** `address:port`, v6 in brackets, once it is known. */
  readonly peer?: string;
}

export function concerns(finding: Finding, { directory, pid, peer }: Traces): boolean {
  const below = (path: string | undefined) => path?.startsWith(`${directory}/`) === true;
  if (finding.affected?.files.some(({ path, counterpart }) => below(path) || below(counterpart)) === true) return true;
  const works = finding.tree.some(({ participant, path, cwd }) => participant && (below(path) || below(`${cwd}/`)));
  if (works) return true;
  if (pid !== undefined && finding.tree.some((process) => process.pid === pid)) return true;
  return peer !== undefined && finding.sessions.some(({ remote }) => placeOf(remote) === peer);
}

function placeOf({ address, port }: { readonly address: string; readonly port: number }): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
