/**
 * Findings on a terminal: a card for each, then a line when it has grown enough to tell, a line when it is quiet, and a
 * list at the end. Time is that of events, so that a replay shows what the live run showed. An outlet and an observer
 * of the engine.
 */

import type { SuspectSession } from '../../analytics/index.ts';
import type { Event, NetSession, ProcessKey } from '../../event/index.ts';
import type { Finding, FindingProcess, Told } from '../../incident/index.ts';
import { card, type Look } from '../card/card.ts';
import { closingLine, type Flow, quietLine, updateLine } from '../card/change.ts';
import { running } from '../card/life.ts';
import { counted } from '../card/words.ts';
import { isNews } from './news.ts';

/** Time without evidence after which a finding is called quiet, ms. */
const QUIET_MS = 10_000;
/** Findings, processes and sessions that are followed; the oldest go first. */
const FINDINGS = 256;
const PROCESSES = 8_192;
const SESSIONS = 1_024;
/** Findings listed at the end. */
const LISTED = 20;

interface Shown {
  latest: Finding;
  /** The revision that people saw last, and when it was told. */
  seen: Finding;
  quiet: boolean;
}

export interface FindingScreenOptions {
  readonly print: (text: string) => void;
  /** Asked each time: a terminal changes its width. */
  readonly look: () => Look;
}

export class FindingScreen {
  readonly name = 'terminal';
  readonly #options: FindingScreenOptions;
  readonly #findings = new Map<string, Shown>();
  /** Participants that ran when they were told of: whether they have ended since. */
  readonly #ended = new Map<ProcessKey, boolean>();
  readonly #flows = new Map<string, Flow & { readonly at: number }>();
  #unlisted = 0;
  #now = Number.NEGATIVE_INFINITY;

  constructor(options: FindingScreenOptions) {
    this.#options = options;
  }

  take({ finding }: Pick<Told, 'finding'>): void {
    this.#follow(finding);
    const shown = this.#findings.get(finding.uid);
    if (shown === undefined) {
      this.#findings.set(finding.uid, { latest: finding, seen: finding, quiet: false });
      if (dropOldest(this.#findings, FINDINGS)) this.#unlisted += 1;
      this.#print((look) => card(finding, look));
      return;
    }
    const grown = finding.time > shown.latest.time;
    shown.latest = finding;
    if (grown) shown.quiet = false;
    if (!isNews(finding, shown.seen)) return;
    const before = shown.seen;
    shown.seen = finding;
    this.#print((look) => updateLine(finding, before, look));
  }

  observe(event: Event): void {
    if (event.time > this.#now) this.#now = event.time;
    if (this.#findings.size === 0) return;
    if (event.kind === 'process_end') {
      if (this.#ended.has(event.process)) this.#ended.set(event.process, true);
    } else if (event.kind === 'net_session') this.#net(event);
    else if (event.kind === 'status') for (const shown of this.#findings.values()) this.#maybeQuiet(shown);
  }

  /** The run is over: every finding in one line with its uid. */
  end(): void {
    const shown = [...this.#findings.values()].sort((a, b) => a.latest.firstSeen - b.latest.firstSeen);
    if (shown.length > 0) this.#options.print(`${counted(shown.length + this.#unlisted, 'finding')} in this run:\n`);
    for (const { latest } of shown.slice(-LISTED)) this.#print((look) => closingLine(latest, look));
    const more = this.#unlisted + Math.max(0, shown.length - LISTED);
    if (more > 0) this.#options.print(`… and ${counted(more, 'earlier one')}\n`);
  }

  #print(text: (look: Look) => string): void {
    this.#options.print(text(this.#options.look()));
  }

  #follow(finding: Finding): void {
    for (const { key, participant, endedAt } of finding.tree) {
      if (!participant || this.#ended.get(key) === true) continue;
      this.#ended.set(key, endedAt !== undefined);
    }
    dropOldest(this.#ended, PROCESSES);
    for (const { txBytes, rxBytes, ...session } of finding.sessions) {
      const id = idOf(session);
      if (!this.#flows.has(id)) this.#flows.set(id, { txBytes, rxBytes, closed: false, at: finding.time });
    }
    dropOldest(this.#flows, SESSIONS);
  }

  #net(event: NetSession): void {
    if (this.#flows.size === 0) return;
    const id = idOf(event);
    const known = this.#flows.get(id);
    if (known === undefined) return;
    const moved = event.tx.bytes > known.txBytes || event.rx.bytes > known.rxBytes;
    const at = moved ? event.time : known.at;
    const txBytes = Math.max(known.txBytes, event.tx.bytes);
    const rxBytes = Math.max(known.rxBytes, event.rx.bytes);
    this.#flows.set(id, { txBytes, rxBytes, closed: known.closed || event.last, at });
  }

  #maybeQuiet(shown: Shown): void {
    if (shown.quiet) return;
    const { latest } = shown;
    const flows = latest.sessions.map((session) => this.#flows.get(idOf(session))).filter((flow) => flow !== undefined);
    const since = Math.max(latest.time, ...flows.map(({ at }) => at));
    if (this.#now - since < QUIET_MS) return;
    shown.quiet = true;
    shown.seen = latest;
    const flow = flows.length === 0 ? undefined : together(flows);
    const alive = running(latest, this.#hasEnded).length;
    this.#print((look) => quietLine(latest, { since, now: this.#now, alive, flow }, look));
  }

  readonly #hasEnded = ({ key, endedAt }: FindingProcess): boolean =>
    endedAt !== undefined || this.#ended.get(key) === true;
}

function together(flows: readonly Flow[]): Flow {
  return {
    txBytes: flows.reduce((total, { txBytes }) => total + txBytes, 0),
    rxBytes: flows.reduce((total, { rxBytes }) => total + rxBytes, 0),
    closed: flows.every(({ closed }) => closed),
  };
}

function idOf({ process, protocol, local, remote }: Pick<SuspectSession, 'process' | 'protocol' | 'local' | 'remote'>) {
  return `${process} ${protocol} ${local.address} ${local.port} ${remote.address} ${remote.port}`;
}

/** Returns whether something had to go. */
function dropOldest(map: Map<string, unknown>, limit: number): boolean {
  let dropped = false;
  for (const key of map.keys()) {
    if (map.size <= limit) break;
    map.delete(key);
    dropped = true;
  }
  return dropped;
}
