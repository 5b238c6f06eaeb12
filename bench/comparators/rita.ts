/** RITA's beacon score alone, by its published formula; its data set is what has been watched so far. */
import { type Callback, ritaScore } from '../../src/stats/index.ts';
import type { Comparator } from './comparator.ts';
import { isOverNetwork } from './over-network.ts';

/** From here RITA calls it more than a base level. */
const SCORE = 0.75;
/** A series this long is scored again only when it has grown by an eighth: sorting it for each callback takes too long. */
const LONG = 64;

export const rita: Comparator = {
  name: 'RITA score',
  analytic: 'AN0401',
  about: `beacon score of at least ${SCORE} over the sessions of one program to one address`,
  begin: () => {
    const series = new Map<string, Map<string, Callback>>();
    const scored = new Map<string, { readonly size: number; readonly high: boolean }>();
    let since: number | undefined;
    return (event, host) => {
      since ??= event.time;
      if (!isOverNetwork(event) || event.direction === 'in') return undefined;
      const image = host.process(event.process)?.image.file ?? event.process;
      const key = `${image} ${event.remote.address}`;
      const callbacks = series.get(key) ?? new Map<string, Callback>();
      series.set(key, callbacks);
      callbacks.set(`${event.process} ${event.socket} ${event.startedAt}`, {
        time: event.startedAt,
        size: event.tx.bytes,
      });
      if (!event.last) return undefined;
      const before = scored.get(key);
      if (before === undefined || callbacks.size < LONG || callbacks.size > before.size * 1.125) {
        const result = ritaScore([...callbacks.values()], since, event.time);
        scored.set(key, { size: callbacks.size, high: (result?.score ?? 0) >= SCORE });
      }
      return scored.get(key)?.high === true ? event.process : undefined;
    };
  },
};
