/**
 * Programs that a process starts with captured output, as it does to answer an order: bytes came in just before. Who starts
 * programs by itself as well has other reasons: it reports what they say.
 *
 * @module
 */
import { BoundedMap } from '../../../bounded/index.ts';
import type { ProcessKey, ProcessStart } from '../../../event/index.ts';
import type { HostView, Process } from '../../../host/index.ts';
import { promptedOf, sentWhile } from './moments.ts';
import type { SessionState } from './session-table.ts';

interface Captured {
  readonly process: ProcessKey;
  readonly at: number;
}

/** Programs kept of one process. */
const KEPT = 32;
/** While it ran so much went out that its output is what was sent: an upload made on the way (`tar` into a PUT). */
const STREAMED = 65_536;
/** So many that followed bytes weigh up one that did not. */
const PER_UNPROMPTED = 2;

export class CapturedPrograms {
  readonly #byParent: BoundedMap<ProcessKey, Captured[]>;

  constructor(limit: number) {
    this.#byParent = new BoundedMap(limit);
  }

  start({ how, stdio: [, output], parent: by, process, time }: ProcessStart, parent: Process | undefined): void {
    const piped = output.type === 'pipe' || output.type === 'unix';
    if (how !== 'exec' || !piped || parent === undefined || output.object === parent.stdio[1].object) return;
    const known = this.#byParent.obtain(by, () => []);
    known.push({ process, at: time });
    if (known.length > KEPT) known.shift();
  }

  /** How many were started on account of what came in on a session. */
  of(session: SessionState, starters: readonly ProcessKey[], host: HostView): number {
    const { startedAt } = session.event;
    const times = starters
      .flatMap((process) => this.#byParent.get(process) ?? [])
      .filter((program) => program.at >= startedAt && !isStreamed(program, session, host))
      .map(({ at }) => at);
    const { yes, no } = promptedOf(session, times);
    return yes > PER_UNPROMPTED * no ? yes : 0;
  }

  get evictions(): number {
    return this.#byParent.evictions;
  }
}

function isStreamed({ process, at }: Captured, session: SessionState, host: HostView): boolean {
  const end = host.process(process)?.endedAt ?? Number.POSITIVE_INFINITY;
  return sentWhile(session, at, end) >= STREAMED;
}
