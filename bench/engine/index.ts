/** How fast the engine is; see `bench/engine.ts`, which can be run alone as well. */
import { run, tell } from '../engine.ts';
import type { Section } from '../section.ts';

export const engine: Section = {
  name: 'engine',
  about: 'judged events per second and core on a recording of the real sensor',
  measure: async ({ quick }) => {
    const figures = await run(quick ? { documents: 300, units: 10, rounds: 2 } : {});
    return { figures, text: `${tell(figures)}\n(aim: engine ≥ 1,000,000 events/s)` };
  },
};
