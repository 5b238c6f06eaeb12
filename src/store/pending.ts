/**
 * What has been handed to the store and is not in the database yet: of each finding the latest
 * revision, the current run, its faults. Bounded; when it overflows, the finding that waited longest goes.
 */
import type { EventSummary, Finding } from '../incident/index.ts';
import type { CurrentRun } from './run-table.ts';
import type { FaultRecord } from './stored.ts';

/** Findings that may wait while the database is locked or the disk is full. */
const FINDING_LIMIT = 1_000;
/** Kinds of fault that one run records. */
const FAULT_LIMIT = 256;

export interface PendingFinding {
  readonly finding: Finding;
  readonly summary: EventSummary;
}

/** One transaction's worth. */
export interface Batch {
  readonly findings: readonly PendingFinding[];
  readonly run: CurrentRun | undefined;
  readonly faults: readonly FaultRecord[];
}

export class Pending {
  #findings = new Map<string, PendingFinding>();
  #faults = new Map<string, FaultRecord>();
  readonly #faultKinds = new Set<string>();
  run: CurrentRun | undefined;
  #runChanged = false;
  dropped = 0;

  get findings(): number {
    return this.#findings.size;
  }

  /** There is something that `take` would give. */
  get ready(): boolean {
    const ofRun = this.run !== undefined && (this.#runChanged || this.#faults.size > 0);
    return this.#findings.size > 0 || ofRun;
  }

  addFinding(pending: PendingFinding): void {
    this.#findings.set(pending.finding.uid, pending);
    if (this.#findings.size <= FINDING_LIMIT) return;
    const oldest = this.#findings.keys().next();
    if (!oldest.done) this.#findings.delete(oldest.value);
    this.dropped += 1;
  }

  addFault(fault: FaultRecord): void {
    const kind = `${fault.source} ${fault.code}`;
    if (!this.#faultKinds.has(kind) && this.#faultKinds.size >= FAULT_LIMIT) return;
    this.#faultKinds.add(kind);
    this.#faults.set(kind, fault);
  }

  runHasChanged(): void {
    this.#runChanged = true;
  }

  /** Faults need their run: they stay until there is one. */
  take(limit: number): Batch {
    const findings = [...this.#findings.values()].slice(0, limit);
    for (const { finding } of findings) this.#findings.delete(finding.uid);
    const run = this.#runChanged ? this.run : undefined;
    const faults = this.run === undefined ? [] : [...this.#faults.values()];
    if (this.run !== undefined) this.#faults.clear();
    this.#runChanged = false;
    return { findings, run, faults };
  }

  /** The batch was not written: it waits again, behind anything newer. */
  putBack(batch: Batch): void {
    const newer = this.#findings;
    this.#findings = new Map(batch.findings.map((pending) => [pending.finding.uid, pending]));
    for (const pending of newer.values()) this.addFinding(pending);
    const newerFaults = this.#faults;
    this.#faults = new Map(batch.faults.map((fault) => [`${fault.source} ${fault.code}`, fault]));
    for (const [kind, fault] of newerFaults) this.#faults.set(kind, fault);
    if (batch.run !== undefined) this.#runChanged = true;
  }
}
