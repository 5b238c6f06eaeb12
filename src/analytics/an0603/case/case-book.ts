/**
 * Open cases: one per attack, however many groups show it. A case claims the groups of those that take part, so
 * that what they do next belongs to it instead of making a second finding.
 *
 * @module
 */

import { BoundedMap } from '../../../bounded/index.ts';
import type { Group } from '../../contract.ts';
import type { Destroyed } from '../loss/facts.ts';
import { type Account, enterFact, factsOf, keyOf, lossOf, newAccount } from './ledger.ts';

export interface Case {
  readonly uid: string;
  /** The group that first crossed the threshold; wider ones join. */
  group: Group;
  readonly account: Account;
  /** Losses that it holds, as `lossOf` names them. */
  readonly seen: Set<string>;
  /** Time and files of the last telling; 0 before the first. */
  toldAt: number;
  toldTotal: number;
}

const NOTHING_DUE: readonly Case[] = [];
/** Losses remembered to tell repeats, per case. */
const MAX_SEEN = 65_536;

export class CaseBook {
  readonly #cases: BoundedMap<string, Case>;
  readonly #claims: BoundedMap<string, string>;
  readonly #changed = new Set<Case>();

  constructor(cases: number, groups: number) {
    this.#cases = new BoundedMap(cases);
    this.#claims = new BoundedMap(groups);
  }

  open(uid: string, account: Account): Case {
    const found = newAccount(account.group, account.firstAt);
    const opened: Case = { uid, group: account.group, account: found, seen: new Set(), toldAt: 0, toldTotal: 0 };
    this.#cases.set(uid, opened);
    this.#absorb(opened, account);
    return opened;
  }

  /** Takes over what another group's account holds, and the group with it. */
  widen(into: Case, account: Account): void {
    into.group = account.group;
    this.#absorb(into, account);
  }

  add(to: Case, fact: Destroyed): void {
    const loss = lossOf(fact);
    if (to.seen.has(loss)) return;
    if (to.seen.size < MAX_SEEN) to.seen.add(loss);
    const { account } = to;
    enterFact(account, fact);
    account.lastAt = Math.max(account.lastAt, fact.time);
    account.decayed = fact.byTool
      ? { ...account.decayed, byTool: account.decayed.byTool + 1 }
      : { ...account.decayed, custom: account.decayed.custom + fact.transition.strength };
    this.claim(to, { kind: 'process', id: fact.process });
    this.claim(to, { kind: 'lineage', id: fact.lineage });
    this.touch(to);
  }

  claim(by: Case, group: Group): void {
    this.#claims.set(keyOf(group), by.uid);
  }

  touch(changed: Case): void {
    this.#changed.add(changed);
  }

  /** The case that has claimed one of these groups. */
  holding(groups: readonly Group[]): Case | undefined {
    for (const group of groups) {
      const uid = this.#claims.peek(keyOf(group));
      const found = uid === undefined ? undefined : this.#cases.get(uid);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Changed cases that are due: never told, doubled, or last told long enough ago. */
  due(time: number, interval: number): readonly Case[] {
    if (this.#changed.size === 0) return NOTHING_DUE;
    const due = [...this.#changed].filter((c) => {
      return c.toldAt === 0 || c.account.total >= 2 * c.toldTotal || time - c.toldAt >= interval;
    });
    for (const found of due) {
      this.#changed.delete(found);
      found.toldAt = time;
      found.toldTotal = found.account.total;
    }
    return due;
  }

  gauges(): Record<string, number> {
    return { cases: this.#cases.size, case_evictions: this.#cases.evictions, claim_evictions: this.#claims.evictions };
  }

  #absorb(into: Case, account: Account): void {
    for (const fact of factsOf(account)) this.add(into, fact);
    into.account.unobservable = Math.max(into.account.unobservable, account.unobservable);
    this.claim(into, account.group);
    this.touch(into);
  }
}
