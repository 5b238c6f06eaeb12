/**
 * Accounts of destroyed plaintext, one for every group a process belongs to.
 *
 * @module
 */

import { BoundedMap } from '../../../bounded/index.ts';
import type { ProcessKey } from '../../../event/index.ts';
import type { HostView, LineageId, Process } from '../../../host/index.ts';
import type { Group } from '../../contract.ts';
import type { Destroyed } from '../loss/facts.ts';
import { sharedService } from '../loss/kinship.ts';

/** What one group has destroyed. Counts are of distinct files. */
export interface Account {
  readonly group: Group;
  readonly firstAt: number;
  lastAt: number;
  total: number;
  /** Of the originals together. */
  bytes: number;
  readonly byHow: Record<Destroyed['how'], number>;
  /** First ones and latest ones, at most 200 in all. */
  readonly first: Destroyed[];
  latest: readonly Destroyed[];
  /** Counts that decay with the half-life, as of `lastAt`. */
  decayed: { readonly byTool: number; readonly custom: number };
  readonly directories: Set<string>;
  readonly lineages: Set<LineageId>;
  /** Files per process, encryptors first of all. */
  readonly processes: Map<ProcessKey, number>;
  /** Changes of existing files that could not be seen into. */
  unobservable: number;
}

const KEPT = 100;
const MAX_DIRECTORIES = 4096;
const MAX_PARTICIPANTS = 256;
const DAY = 86_400_000;

/** Groups of one fact, smallest first. */
export function groupsOf(fact: Pick<Destroyed, 'process' | 'lineage' | 'path'>, host: HostView): readonly Group[] {
  const process = host.process(fact.process);
  const groups: Group[] = [
    { kind: 'process', id: fact.process },
    { kind: 'lineage', id: fact.lineage },
  ];
  if (process !== undefined) groups.push(...widerGroups(process));
  groups.push({ kind: 'victim_tree', id: victimTree(fact.path) });
  return groups;
}

/** A packaged image (an interpreter, a tool) is everybody's; a login is one person's; a slice is not one service. */
function widerGroups(process: Process): readonly Group[] {
  const groups: Group[] = [];
  if (process.ownership.state !== 'packaged') groups.push({ kind: 'image', id: process.image.file });
  if (process.session !== undefined) groups.push({ kind: 'session', id: `${process.auid ?? ''}:${process.session}` });
  else if (process.tty !== undefined) groups.push({ kind: 'session', id: `${process.uid}:${process.tty}` });
  const service = sharedService(process);
  if (service !== undefined) groups.push({ kind: 'cgroup', id: service });
  return groups;
}

/** The subtree that suffers: up to three levels below the root, never the file itself. */
export function victimTree(path: string): string {
  const parts = path.split('/').slice(1, -1);
  return `/${parts.slice(0, 3).join('/')}`;
}

export class Ledger {
  readonly #accounts: BoundedMap<string, Account>;
  readonly #halfLife: number;

  constructor(groups: number, halfLifeDays: number) {
    this.#accounts = new BoundedMap(groups);
    this.#halfLife = halfLifeDays * DAY;
  }

  /** No group has destroyed anything so far. */
  get empty(): boolean {
    return this.#accounts.size === 0;
  }

  enter(fact: Destroyed, groups: readonly Group[]): readonly Account[] {
    return groups.map((group) => {
      const account = this.#obtain(group, fact.time);
      this.#add(account, fact);
      return account;
    });
  }

  unobservable(groups: readonly Group[], time: number): void {
    for (const group of groups) if (group.kind !== 'victim_tree') this.#obtain(group, time).unobservable += 1;
  }

  find(group: Group): Account | undefined {
    return this.#accounts.peek(keyOf(group));
  }

  /** Takes the facts that a case holds out of a group's account, so that they do not count twice. */
  release(group: Group, held: ReadonlySet<string>): void {
    const account = this.#accounts.peek(keyOf(group));
    if (account === undefined || !factsOf(account).some((fact) => held.has(lossOf(fact)))) return;
    this.#accounts.delete(keyOf(group));
    for (const fact of factsOf(account)) if (!held.has(lossOf(fact))) this.#add(this.#obtain(group, fact.time), fact);
  }

  /** Decayed counts as of `time`. */
  decayed(account: Account, time: number): Account['decayed'] {
    const factor = 2 ** (-Math.max(time - account.lastAt, 0) / this.#halfLife);
    return { byTool: account.decayed.byTool * factor, custom: account.decayed.custom * factor };
  }

  gauges(): Record<string, number> {
    return { groups: this.#accounts.size, group_evictions: this.#accounts.evictions };
  }

  #obtain(group: Group, time: number): Account {
    return this.#accounts.obtain(keyOf(group), () => newAccount(group, time));
  }

  #add(account: Account, fact: Destroyed): void {
    const before = this.decayed(account, fact.time);
    account.decayed = fact.byTool
      ? { ...before, byTool: before.byTool + 1 }
      : { ...before, custom: before.custom + fact.transition.strength };
    account.lastAt = Math.max(account.lastAt, fact.time);
    enterFact(account, fact);
  }
}

/** Adds a fact to figures and lists, without the decayed counts. */
export function enterFact(account: Account, fact: Destroyed): void {
  account.total += 1;
  account.bytes += fact.size;
  account.byHow[fact.how] += 1;
  if (account.first.length < KEPT) account.first.push(fact);
  else account.latest = [...account.latest.slice(1 - KEPT), fact];
  if (account.directories.size < MAX_DIRECTORIES) account.directories.add(fact.directory);
  if (account.lineages.size < MAX_PARTICIPANTS) account.lineages.add(fact.lineage);
  for (const process of fact.remover === undefined ? [fact.process] : [fact.process, fact.remover]) {
    const known = account.processes.get(process);
    if (known === undefined && account.processes.size >= MAX_PARTICIPANTS) continue;
    account.processes.set(process, (known ?? 0) + 1);
  }
}

export function newAccount(group: Group, time: number): Account {
  return {
    group,
    firstAt: time,
    lastAt: time,
    total: 0,
    bytes: 0,
    byHow: { overwritten: 0, truncated: 0, replaced: 0, removed: 0 },
    first: [],
    latest: [],
    decayed: { byTool: 0, custom: 0 },
    directories: new Set(),
    lineages: new Set(),
    processes: new Map(),
    unobservable: 0,
  };
}

export function factsOf(account: Account): readonly Destroyed[] {
  return [...account.first, ...account.latest];
}

/** Names one loss: an inode number can be another file's later, and be lost again. */
export function lossOf({ file, time }: Destroyed): string {
  return `${file} ${time}`;
}

export function keyOf(group: Group): string {
  return `${group.kind} ${group.id}`;
}
