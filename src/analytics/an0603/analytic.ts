/**
 * AN0603 at work: takes events in order, keeps accounts of destroyed plaintext, opens cases and tells them.
 *
 * @module
 */
import type { Event, FileRename, FileSession, FileTruncate, FileUnlink } from '../../event/index.ts';
import type { HostView, LineageId } from '../../host/index.ts';
import type { Adjustable, Group, Verdict } from '../contract.ts';
import { type Case, CaseBook } from './case/case-book.ts';
import { decide } from './case/decision.ts';
import { type Account, factsOf, groupsOf, Ledger } from './case/ledger.ts';
import { type Sources, subjectOf } from './case/subject.ts';
import { uidOf, verdictOf } from './case/verdict.ts';
import { lineageOf } from './file/deed.ts';
import { ActivityLog } from './job/activity.ts';
import { NoteBook } from './job/note-book.ts';
import type { Destroyed } from './loss/facts.ts';
import { Witness } from './loss/witness.ts';
import { meta } from './meta.ts';
import { type An0603Settings, defaultAn0603Settings } from './settings.ts';

/**
 * Makes the analytic, with state of its own.
 *
 * @example
 * const an0603 = createAn0603();
 * for (const event of events) { host.apply(event); tell(an0603.observe(event, host)); }
 */
export function createAn0603(settings: An0603Settings = defaultAn0603Settings): Adjustable<An0603Settings> {
  return new An0603(settings);
}

class An0603 implements Adjustable<An0603Settings> {
  readonly meta = meta;
  #settings: An0603Settings;
  readonly #witness: Witness;
  #sources: Sources;
  readonly #cases: CaseBook;
  #canaries: ReadonlySet<string>;
  readonly #faults: Record<string, number> = {};
  #bootId = '';

  constructor(settings: An0603Settings) {
    const { limits } = settings;
    this.#settings = settings;
    this.#witness = new Witness(limits);
    this.#sources = {
      settings,
      ledger: new Ledger(limits.groups, settings.halfLifeDays),
      activity: new ActivityLog(limits.lineages),
      notes: new NoteBook(limits.lineages, settings.FilenamePattern),
    };
    this.#cases = new CaseBook(limits.cases, limits.groups);
    this.#canaries = new Set(settings.canaries);
  }

  adjust(settings: An0603Settings): void {
    this.#settings = settings;
    this.#sources = { ...this.#sources, settings };
    this.#sources.notes.match(settings.FilenamePattern);
    this.#canaries = new Set(settings.canaries);
  }

  observe(event: Event, host: HostView): readonly Verdict[] {
    this.#take(event, host);
    for (const fact of this.#witness.resolved(event.time)) this.#enter(fact, host);
    const due = this.#cases.due(event.time, this.#settings.updateIntervalMs);
    return due.length === 0 ? NO_VERDICTS : due.map((one) => this.#tell(one, event.time, host));
  }

  readonly gauges = (): Readonly<Record<string, number>> => ({
    ...this.#witness.gauges(),
    ...this.#sources.ledger.gauges(),
    ...this.#sources.activity.gauges(),
    ...this.#sources.notes.gauges(),
    ...this.#cases.gauges(),
  });

  readonly faults = (): Readonly<Record<string, number>> => ({ ...this.#faults });

  #take(event: Event, host: HostView): void {
    switch (event.kind) {
      case 'file_session':
        this.#session(event, host);
        break;
      case 'file_unlink':
      case 'file_rename':
      case 'file_truncate': {
        const lineage = lineageOf(event.process, host);
        this.#sources.activity.operation(event.time, lineage);
        if (this.#canaries.size > 0) {
          const subject = event.kind === 'file_rename' ? event.from : event.target;
          this.#canary(host.resolve(subject), lineage);
        }
        for (const fact of this.#changed(event, lineage, host)) this.#enter(fact, host);
        break;
      }
      case 'file_link':
        this.#witness.link(event, host);
        break;
      case 'process_start':
        this.#sources.activity.start(event, lineageOf(event.process, host));
        break;
      case 'crypto_use':
        this.#sources.activity.cipher(event, lineageOf(event.process, host));
        break;
      case 'hello':
        this.#bootId = event.bootId;
        break;
      default:
        break;
    }
  }

  #session(event: FileSession, host: HostView): void {
    const lineage = lineageOf(event.process, host);
    const { destroyed, unobservable } = this.#witness.session(event, lineage, host);
    if (event.writeBytes > 0) {
      const { activity, notes } = this.#sources;
      activity.operation(event.time, lineage);
      if (this.#canaries.size > 0) this.#canary(host.pathOf(event.file), lineage);
      if (notes.session(event, lineage)) this.#noted(event, lineage, host);
    }
    if (unobservable) {
      const { process, time } = event;
      this.#sources.ledger.unobservable(groupsOf({ process, lineage, path: '/' }, host), time);
    }
    for (const fact of destroyed) this.#enter(fact, host);
  }

  #changed(event: FileUnlink | FileRename | FileTruncate, lineage: LineageId, host: HostView): readonly Destroyed[] {
    if (event.kind === 'file_unlink') return this.#witness.unlink(event, lineage, host);
    if (event.kind === 'file_rename') return this.#witness.rename(event, lineage, host);
    return this.#witness.truncate(event, lineage, host);
  }

  #canary(path: string | undefined, lineage: LineageId): void {
    if (path !== undefined && this.#canaries.has(path)) this.#sources.activity.canary(lineage, path);
  }

  /** A small new file: read at once only where its writer has destroyed something already. */
  #noted({ process, time }: FileSession, lineage: LineageId, host: HostView): void {
    const { ledger, notes } = this.#sources;
    if (ledger.empty) return;
    const groups: readonly Group[] = [
      { kind: 'process', id: process },
      { kind: 'lineage', id: lineage },
    ];
    const holder = this.#cases.holding(groups);
    const accounts = groups.map((group) => ledger.find(group)).filter((account) => account !== undefined);
    if ((holder === undefined && accounts.length === 0) || !notes.read(lineage, host)) return;
    // It may tip the balance, or belongs to a case.
    if (holder !== undefined) this.#cases.touch(holder);
    else this.#consider(accounts, time, host);
  }

  #enter(fact: Destroyed, host: HostView): void {
    const groups = groupsOf(fact, host);
    const holder = this.#cases.holding(groups);
    if (holder !== undefined) {
      this.#cases.add(holder, fact);
      return;
    }
    this.#consider(this.#sources.ledger.enter(fact, groups), fact.time, host);
  }

  /** Opens a case for the smallest group that explains the evidence. */
  #consider(accounts: readonly Account[], time: number, host: HostView): void {
    for (const account of accounts) {
      if (account.total < this.#settings.minimumFiles && this.#canaries.size === 0) continue;
      const subject = subjectOf(account, time, this.#sources, host);
      if (!decide(subject, account.group.kind, this.#onFault).told) continue;
      this.#open(account, accounts, host);
      return;
    }
  }

  /** One job's work is one case, and so is what a login, a service or an unpackaged image does besides. */
  #open(account: Account, accounts: readonly Account[], host: HostView): void {
    const opened = this.#cases.open(uidOf(this.#bootId, account.group, account.firstAt), account);
    const job = accounts.find((other) => other.group.kind === 'lineage');
    if (account.group.kind === 'process' && job !== undefined && job.total > account.total)
      this.#cases.widen(opened, job);
    for (const fact of factsOf(opened.account)) {
      for (const group of groupsOf(fact, host)) {
        if (group.kind !== 'victim_tree') this.#cases.claim(opened, group);
        this.#sources.ledger.release(group, opened.seen);
      }
    }
  }

  #tell(told: Case, time: number, host: HostView): Verdict {
    const subject = { ...subjectOf(told.account, time, this.#sources, host), decayed: told.account.decayed };
    return verdictOf(told, subject, decide(subject, 'process', this.#onFault), time, host);
  }

  readonly #onFault = (leg: string): void => {
    this.#faults[leg] = (this.#faults[leg] ?? 0) + 1;
  };
}

const NO_VERDICTS: readonly Verdict[] = [];
