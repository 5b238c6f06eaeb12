/** Whether a finding has changed so much since people saw it last that it is worth a line on their screen. */
import type { Finding } from '../../incident/index.ts';

/** Least time between two lines about one finding, ms. */
const INTERVAL_MS = 5_000;
/** The same when the damage has doubled since. */
const DOUBLED_MS = 1_000;

export function isNews(finding: Finding, seen: Finding): boolean {
  if (finding.severity !== seen.severity) return true;
  if (weight(finding) === weight(seen) && finding.actor.key === seen.actor.key) return false;
  const passed = finding.time - seen.time;
  return passed >= INTERVAL_MS || (passed >= DOUBLED_MS && sizeOf(finding) >= 2 * sizeOf(seen));
}

/** What a line would show. */
function weight(finding: Finding): string {
  const seen = finding.legs.filter(({ state }) => state === 'seen').map(({ leg }) => leg);
  return JSON.stringify([sizeOf(finding), finding.affected?.notes.length, finding.sessions.length, seen]);
}

/** Files, or bytes over the wire. */
function sizeOf({ affected, sessions }: Finding): number {
  return affected?.total ?? sessions.reduce((total, { txBytes, rxBytes }) => total + txBytes + rxBytes, 0);
}
