/** Callbacks on a schedule, at the usual rate, and faster, for tests that cannot wait for minutes. */
import type { Emulation } from '../emulation.ts';
import { build, COMPILER } from './build.ts';
import { CIPHERS } from './command-channel.ts';
import { session } from './session.ts';

interface Pace {
  readonly word: string;
  readonly count: number;
  /** s */
  readonly interval: number;
  /** Share of the interval, either way. */
  readonly jitter: number;
}

/** As the frameworks have it by default, and twenty times as fast. */
export const PACES: readonly Pace[] = [
  { word: '', count: 8, interval: 60, jitter: 0.5 },
  { word: '-fast', count: 8, interval: 3, jitter: 0.5 },
];

/** ms, of paces that take minutes. */
export function lengthOf({ count, interval, jitter }: Pace): number | undefined {
  const most = count * interval * (1 + jitter) * 1000;
  return most > 60_000 ? most : undefined;
}

/** Beacons under a cipher of their own. */
const sealed = PACES.flatMap(({ word: pace, count, interval, jitter }) =>
  CIPHERS.filter(({ word }) => word === 'aes').flatMap(({ name, word, sources }) =>
    (['tcp', 'udp'] as const).map((transport) =>
      session({
        name: `beacon-${word}-${transport}${pace}`,
        row: `static ${word} implant`,
        about: `calls back every ${interval} s ± ${jitter * 100} %, under ${word} over ${transport.toUpperCase()}`,
        needs: COMPILER,
        lasts: lengthOf({ word: pace, count, interval, jitter }),
        peer: {
          transport,
          wire: { form: 'sealed', cipher: name },
          talk: { kind: 'beacons', count },
        },
        implant: async (ground, { address, port }) => ({
          file: ground.program(
            await build({ name: `beacon-${word}`, sources: ['beacon', 'frames', 'schedule', ...sources] }),
            true,
          ),
          args: [transport, address, String(port), String(count), String(interval), String(jitter)],
        }),
      }),
    ),
  ),
);

export const beacons: readonly Emulation[] = sealed;
