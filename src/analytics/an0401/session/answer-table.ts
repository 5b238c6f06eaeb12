/**
 * Which addresses each process was given for which names, by DNS answers in clear. Tells a server that was looked up from an
 * address that a program carries, also where nothing in the session names the server.
 *
 * @module
 */
import { BoundedMap } from '../../../bounded/index.ts';
import { formatAddress, type NetSession, type ProcessKey } from '../../../event/index.ts';
import type { HostView, Process } from '../../../host/index.ts';
import { parseDnsAnswers } from '../../../stats/index.ts';
import { sameProgram } from './same-program.ts';
import { transportOf } from './session-table.ts';

interface Answer {
  readonly name: string;
  /** ms since the epoch */
  readonly at: number;
}

const DNS = 53;
/** A session may begin so long after the answer; ms. Clients keep what they were told for minutes, and try its addresses in turn. */
const FRESH = 600_000;

export class AnswerTable {
  readonly #answers: BoundedMap<string, Answer>;

  constructor(limit: number) {
    this.#answers = new BoundedMap(limit);
  }

  /** The first answers of each session: a socket that is kept for many questions shows no more. */
  take(event: NetSession): void {
    if (event.remote.port !== DNS) return;
    const { first, firstAt: at = event.time } = event.rx;
    for (const { name, address } of parseDnsAnswers(first, transportOf(event) === 'tcp')) {
      const key = keyOf(event.process, textOf(address));
      const known = this.#answers.get(key);
      if (known === undefined || known.at < at) this.#answers.set(key, { name, at });
    }
  }

  /** The name by which the server of a session was looked up; undefined where that was not seen. */
  of(process: Process, { remote, startedAt }: NetSession, host: HostView): string | undefined {
    for (const { key } of sameProgram(process, host)) {
      const answer = this.#answers.get(keyOf(key, remote.address));
      if (answer !== undefined && startedAt - answer.at <= FRESH) return answer.name;
    }
    return undefined;
  }

  gauges(): Readonly<Record<string, number>> {
    return { answers: this.#answers.size, answers_evicted: this.#answers.evictions };
  }
}

function keyOf(process: ProcessKey, address: string): string {
  return `${process} ${address}`;
}

/** As sessions have it: the sensor gives IPv4 as mapped addresses. */
function textOf(address: Uint8Array): string {
  return address.length === 4 ? address.join('.') : formatAddress(address, 0);
}
