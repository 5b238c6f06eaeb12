/** Counts bursts as the sensor does, from snapshots of which each stands for one message each way at most. */
import type { Bursts, Flow } from '../../../event/index.ts';

const GAP = 100;

interface Known {
  tx: number;
  rx: number;
  lastAt: number;
  last: 'tx' | 'rx' | undefined;
  bursts: Bursts | undefined;
}

export class BurstCounter {
  readonly #sessions = new Map<string, Known>();

  /** @returns the counts after this snapshot; undefined before the first byte */
  count(session: string, tx: Flow, rx: Flow): Bursts | undefined {
    const known = this.#sessions.get(session) ?? { tx: 0, rx: 0, lastAt: 0, last: undefined, bursts: undefined };
    this.#sessions.set(session, known);
    const moved = [{ way: 'tx', flow: tx } as const, { way: 'rx', flow: rx } as const].filter(
      ({ way, flow }) => flow.bytes > known[way],
    );
    // of two at the same time the one that this side sent came first
    for (const { way, flow } of moved.sort((a, b) => (a.flow.lastAt ?? 0) - (b.flow.lastAt ?? 0))) {
      const bytes = flow.bytes - known[way];
      known[way] = flow.bytes;
      message(known, way, bytes, flow.lastAt ?? 0);
    }
    return known.bursts;
  }
}

function message(known: Known, way: 'tx' | 'rx', bytes: number, at: number): void {
  const { last, lastAt } = known;
  const before = known.bursts ?? { by: way, tx: 0, rx: 0, requests: 0, commands: 0, opening: { tx: 0, rx: 0 } };
  let bursts: Bursts = before;
  if (last === undefined || at - lastAt >= GAP) {
    bursts = {
      ...{ ...before, by: way, [way]: before[way] + 1 },
      requests: before.requests + Number(before.by === 'tx' && last === 'rx'),
      commands: before.commands + Number(before.by === 'rx' && last === 'tx'),
      ...(way === 'tx' ? { txAt: at } : {}),
    };
  }
  if (bursts.tx + bursts.rx === 1)
    bursts = { ...bursts, opening: { ...bursts.opening, [way]: bursts.opening[way] + bytes } };
  Object.assign(known, { bursts, last: way, lastAt: at });
}
