/**
 * Attacks that take minutes, all at the same time under one program: each on ground of its own, with an image and a peer of its
 * own, ended once something is told of its files.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulation } from '../../emulations/emulation.ts';
import type { Proof } from './proof.ts';
import { ProvingGround, type ProvingGroundOptions } from './proving-ground.ts';

export interface Asked {
  readonly emulation: Emulation;
  readonly ablated?: boolean;
  readonly seed?: number;
}

/** Between the beginnings of two, ms: jobs that begin together are one. */
const APART = 1500;
/** To prepare, and for a machine that has other work, ms. */
const ROOM = 60_000;

/** Does it take so long that it should not be waited for alone? */
export function isLong({ lasts }: Emulation): boolean {
  return lasts !== undefined;
}

/** @returns proofs as they come @throws CoverageError `cannot_watch`; AbortError */
export async function* proveTogether(
  asked: readonly Asked[],
  options: Omit<ProvingGroundOptions, 'shared'>,
): AsyncGenerator<Proof> {
  if (asked.length === 0) return;
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, options.signal]);
  const ground = await ProvingGround.open({ ...options, signal, shared: true });
  const running = new Map<number, Promise<{ readonly i: number; readonly proof: Proof }>>();
  try {
    for (const [i, { emulation, ...manner }] of asked.entries()) {
      running.set(
        i,
        sleep(i * APART, undefined, { signal })
          .then(() => ground.prove(emulation, { ...manner, untilFound: true, limit: (emulation.lasts ?? 0) + ROOM }))
          .then((proof) => ({ i, proof })),
      );
    }
    while (running.size > 0) {
      const { i, proof } = await Promise.race(running.values());
      running.delete(i);
      yield proof;
    }
  } finally {
    stop.abort();
    await Promise.allSettled(running.values());
    await ground.close();
  }
}
