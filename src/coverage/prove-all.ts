/**
 * Proves many attacks: one after the other, each under a program of its own; then those that take minutes, all at the same time
 * under one program, each on ground of its own, with an image and a peer of its own, ended once it is found.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulation } from '../../emulations/emulation.ts';
import type { Proof } from './proof.ts';
import { type ProveOptions, ProvingGround, type ProvingGroundOptions } from './proving-ground.ts';

export interface Asked extends ProveOptions {
  readonly emulation: Emulation;
}

export interface ProveAllOptions extends Omit<ProvingGroundOptions, 'shared'> {
  /** Told what is run next: one, or all that take minutes. */
  readonly onBegin?: (emulations: readonly Emulation[]) => void;
}

/** Between the beginnings of two, ms: jobs that begin together are one. */
const APART = 1500;
/** To prepare, and for a machine that has other work, ms. */
const ROOM = 60_000;

/** Does it take so long that it should not be waited for alone? There is no recording of it then. */
const isLong = ({ emulation }: Asked): boolean => emulation.lasts !== undefined;

/** @returns proofs as they come; the next begins when it is asked for @throws CoverageError `cannot_watch`; AbortError */
export async function* proveAll(asked: readonly Asked[], options: ProveAllOptions): AsyncGenerator<Proof> {
  const { onBegin = () => undefined } = options;
  const ground = await ProvingGround.open(options);
  try {
    for (const { emulation, ...manner } of asked.filter((one) => !isLong(one))) {
      onBegin([emulation]);
      yield await ground.prove(emulation, manner);
    }
  } finally {
    await ground.close();
  }
  const long = asked.filter(isLong);
  if (long.length === 0) return;
  onBegin(long.map(({ emulation }) => emulation));
  yield* together(long, options);
}

async function* together(asked: readonly Asked[], options: ProveAllOptions): AsyncGenerator<Proof> {
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, options.signal]);
  const ground = await ProvingGround.open({ ...options, signal, shared: true });
  const running = new Map<number, Promise<{ readonly i: number; readonly proof: Proof }>>();
  try {
    for (const [i, { emulation, record: _, ...manner }] of asked.entries()) {
      const limit = (emulation.lasts ?? 0) + ROOM;
      running.set(
        i,
        sleep(i * APART, undefined, { signal })
          .then(() => ground.prove(emulation, { ...manner, untilFound: true, limit }))
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
