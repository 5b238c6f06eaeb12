/** What a finding could not see, as far as it is its own: what no finding sees is told once, when watching begins. */
import { an0401NotBuilt } from '../../analytics/an0401/index.ts';
import type { Finding } from '../../incident/index.ts';
import { printable } from '../../sink/index.ts';

const SHOWN = 6;

export function blindLines({ blind }: Finding): readonly string[] {
  const own = blind.filter((line) => !an0401NotBuilt.includes(line)).map((line) => printable(line, 300));
  return own.length > SHOWN ? [...own.slice(0, SHOWN), `… and ${own.length - SHOWN} more`] : own;
}
