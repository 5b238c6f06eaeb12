/**
 * Keeps processes, their jobs and what joins them up to date from events. Duplicates, unknown parents and
 * events that come late are taken for what they still tell.
 */
import type {
  Hello,
  NetSession,
  ProcessEnd,
  ProcessFork,
  ProcessKey,
  ProcessStart,
  SnapshotEnd,
  StdioChange,
} from '../../event/index.ts';
import type { HostLimits } from '../limits.ts';
import type { OwnershipProvider } from '../ownership/provider.ts';
import type { Process } from '../view.ts';
import { BootClock } from './boot-clock.ts';
import { CgroupCache } from './cgroup.ts';
import { isForeign } from './foreign-library.ts';
import { isInit } from './image-name.ts';
import { ImageOwnership } from './image-ownership.ts';
import { isInteractive } from './interactive.ts';
import { type Assigned, jobAtExec, jobAtFork } from './job.ts';
import { Joints, joins } from './joints.ts';
import { namedBy } from './named.ts';
import { newJob, type ProcessNode } from './node.ts';
import { forkedRecord, startedRecord, stubRecord } from './record.ts';
import { remoteAtExec, remoteOfSession } from './remote.ts';
import { settle } from './settle.ts';
import { standingAt, standingOf } from './standing.ts';
import { ProcessTable } from './table.ts';

/** Ends of processes that were never seen to start, kept in case the start comes late. */
const EARLY_ENDS = 1_024;

export class Processes {
  readonly table: ProcessTable;
  readonly joints: Joints;
  readonly cgroups = new CgroupCache();
  readonly images: ImageOwnership;
  readonly #clock = new BootClock();
  readonly #earlyEnds = new Map<ProcessKey, number>();
  #bootId = '';
  #generation = 0;
  /** Between a hello and the end of its snapshot: parents may still be told after their children. */
  #snapshotting = true;

  constructor(limits: HostLimits, provider: OwnershipProvider) {
    this.joints = new Joints(limits.joints);
    this.images = new ImageOwnership(provider, limits.images);
    this.table = new ProcessTable(limits.processes, limits.endedFor, (node) =>
      this.joints.drop(node.key, node.process.stdio),
    );
  }

  /** A second hello is a restarted sensor: what ended meanwhile is told by its absence from the new snapshot. */
  hello(event: Hello): void {
    this.#generation += 1;
    this.#snapshotting = true;
    if (this.#bootId !== '' && this.#bootId !== event.bootId) {
      this.table.clear();
      this.#earlyEnds.clear();
      this.#clock.forget();
    }
    this.#bootId = event.bootId;
  }

  snapshotEnd(event: SnapshotEnd): void {
    this.#snapshotting = false;
    if (event.processes > 0) {
      for (const node of this.table.nodes()) {
        if (node.generation < this.#generation) this.#finish(node, event.time);
      }
    }
    settle({
      nodes: this.table.nodes(),
      parentOf: (node) => this.table.parentOf(node),
      standingOf: (node) => standingOf(node, this.cgroups),
    });
  }

  fork(event: ProcessFork): void {
    if (!this.#clock.known) this.#learnClock(event);
    const known = this.table.get(event.process);
    if (known !== undefined) {
      known.generation = this.#generation;
      return;
    }
    const parent = this.table.get(event.parent);
    const assigned: Assigned =
      parent === undefined || parent.known === 'stub'
        ? { job: parent?.job ?? newJob(event.process, event.time), leads: undefined }
        : jobAtFork(parent, event.process, event.time);
    const lineage = assigned.job.id;
    const usable = parent !== undefined && parent.known !== 'stub';
    const process = usable ? forkedRecord(event, parent.process, lineage) : stubRecord(event, lineage);
    const settled = parent?.settled ?? !this.#snapshotting;
    const node = this.#node(process, event.parentPid, assigned);
    node.known = usable ? 'fork' : 'stub';
    node.settled = settled;
    if (parent !== undefined) {
      node.sid = parent.sid;
      node.pgid = parent.pgid;
      node.remote = parent.remote;
    }
    this.#add(node);
  }

  start(event: ProcessStart): void {
    const known = this.table.get(event.process);
    if (known !== undefined && this.#isOld(event, known)) {
      known.generation = this.#generation;
      return;
    }
    const parentKey = event.parentPid === 0 ? undefined : event.parent;
    const parent = known === undefined && parentKey !== undefined ? this.table.get(parentKey) : undefined;
    const assigned = this.#assign(event, known, parent);
    const seen = known !== undefined && known.known !== 'stub';
    const placed = { ...event, contained: this.cgroups.of(event.cgroup.path).container !== undefined };
    const ownership = this.images.of(placed, event.how === 'exec', event.time);
    const process = startedRecord(event, {
      parent: known?.process.parent ?? parentKey,
      startedAt: this.#startOf(event, known),
      endedAt: known?.process.endedAt,
      executedAt: this.#executedAt(event, known),
      fromSnapshot: seen ? known.process.fromSnapshot : event.how === 'snapshot',
      lineage: assigned.job.id,
      ownership,
      ...namedBy(event, (path) => this.images.ofNamed(path, placed, event.time)),
      before: seen && event.how === 'exec' ? known.process : known?.process.before,
    });
    if (known === undefined) {
      const node = this.#node(process, event.parentPid, assigned);
      node.settled = this.#snapshotting ? false : (parent?.settled ?? true);
      node.remote = parent?.remote;
      this.#become(node, event);
      this.#add(node);
      return;
    }
    this.joints.replace(known.key, known.process.stdio, process.stdio);
    known.process = process;
    known.job = assigned.job;
    known.leads = assigned.leads;
    known.generation = this.#generation;
    this.#become(known, event);
  }

  end(event: ProcessEnd): void {
    const node = this.table.get(event.process);
    if (node !== undefined) this.#finish(node, event.time);
    else {
      if (this.#earlyEnds.size >= EARLY_ENDS) this.#earlyEnds.clear();
      this.#earlyEnds.set(event.process, event.time);
    }
  }

  /**
   * /dev/null over a channel leaves the channel: an ssh client moves its ends to other descriptors so, and goes on using
   * them; a daemon that lets go of them does no harm by being thought to have them. A shell's fork is another matter: it puts
   * /dev/null there for what it runs in the background.
   */
  stdio(event: StdioChange): void {
    const node = this.table.get(event.process);
    if (node === undefined) return;
    const { stdio: before, executedAt, startedAt } = node.process;
    if (event.fd.type === 'null' && joins(before[event.slot]) && executedAt !== startedAt) return;
    const [first, second, third] = before;
    const stdio: Process['stdio'] = [
      event.slot === 0 ? event.fd : first,
      event.slot === 1 ? event.fd : second,
      event.slot === 2 ? event.fd : third,
    ];
    this.joints.replace(node.key, before, stdio);
    node.process = { ...node.process, stdio };
  }

  net(event: NetSession): void {
    const node = this.table.get(event.process);
    if (node !== undefined && node.remote === undefined) node.remote = remoteOfSession(event, node);
  }

  /** @param path absolute, of a file that was mapped executable */
  mapped(key: ProcessKey, path: string, time: number): void {
    const node = this.table.get(key);
    if (node === undefined || !isForeign(path, node.process)) return;
    const { process } = node;
    const contained = this.cgroups.of(process.cgroup.path).container !== undefined;
    const ownership = this.images.ofNamed(path, { ...process, contained }, time);
    if (ownership.state !== 'packaged') node.process = { ...process, foreignLibrary: { path, ownership } };
  }

  /** Once a second of event time. */
  tick(time: number): void {
    this.table.sweep(time);
    if (!this.images.tick()) return;
    for (const node of this.table.nodes()) {
      node.process = this.images.settled(node.process);
    }
  }

  /** Told twice, or told late: what is known is newer. */
  #isOld(event: ProcessStart, known: ProcessNode): boolean {
    if (event.how === 'snapshot') return known.known === 'exec' && known.generation === this.#generation;
    return known.known === 'exec' && event.time <= known.process.executedAt;
  }

  #assign(event: ProcessStart, known: ProcessNode | undefined, parent: ProcessNode | undefined): Assigned {
    const now = standingAt(event, this.cgroups);
    if (known !== undefined) {
      const had = { job: known.job, leads: known.leads };
      // Seen again by a restarted sensor: the same process in the same job.
      if (event.how === 'snapshot' && known.known !== 'stub') return had;
      return jobAtExec(had, event.process, standingOf(known, this.cgroups), now, event.time);
    }
    if (parent === undefined) return { job: newJob(event.process, event.time), leads: undefined };
    // The fork was missed.
    const had = jobAtFork(parent, event.process, event.time);
    return jobAtExec(had, event.process, standingOf(parent, this.cgroups), now, event.time);
  }

  /** Takes over what an exec or the snapshot tells and a fork does not. */
  #become(node: ProcessNode, event: ProcessStart): void {
    node.known = event.how;
    node.sid = event.sid;
    node.pgid = event.pgid;
    node.interactive = isInteractive(event);
    node.init = event.pid === 1 || this.#isContainerInit(node, event);
    node.remote = remoteAtExec(event) ?? node.remote;
  }

  #isContainerInit(node: ProcessNode, event: ProcessStart): boolean {
    if (!isInit(event.image.path)) return false;
    const parent = this.table.parentOf(node);
    return parent !== undefined && parent.process.namespaces.pid !== event.namespaces.pid;
  }

  #startOf(event: ProcessStart, known: ProcessNode | undefined): number {
    return known?.process.startedAt ?? this.#clock.startOf(event.process, event.time);
  }

  #executedAt(event: ProcessStart, known: ProcessNode | undefined): number {
    if (event.how === 'exec') return event.time;
    return known !== undefined && known.known !== 'stub' ? known.process.executedAt : this.#startOf(event, known);
  }

  /** Until the first fork is seen, the start of what ran before is known only as "before it was told". */
  #learnClock(event: ProcessFork): void {
    this.#clock.learn(event.process, event.time);
    for (const node of this.table.nodes()) {
      const { process } = node;
      if (!process.fromSnapshot) continue;
      const startedAt = this.#clock.startOf(node.key, process.startedAt);
      const executedAt = node.known === 'snapshot' ? startedAt : process.executedAt;
      node.process = { ...process, startedAt, executedAt };
    }
  }

  #node(process: Process, parentPid: number, assigned: Assigned): ProcessNode {
    return {
      key: process.key,
      process,
      parentPid,
      known: 'stub',
      sid: 0,
      pgid: 0,
      job: assigned.job,
      settled: true,
      leads: assigned.leads,
      line: undefined,
      interactive: false,
      init: false,
      remote: undefined,
      children: undefined,
      lingering: false,
      generation: this.#generation,
    };
  }

  #add(node: ProcessNode): void {
    this.table.add(node);
    this.joints.hold(node.key, node.process.stdio);
    const early = this.#earlyEnds.get(node.key);
    if (early === undefined) return;
    this.#earlyEnds.delete(node.key);
    this.#finish(node, early);
  }

  #finish(node: ProcessNode, time: number): void {
    if (node.process.endedAt !== undefined) return;
    node.process = { ...node.process, endedAt: time };
    if (node.leads !== undefined) node.leads.lastAt = Math.max(node.leads.lastAt, time);
    this.table.retire(node, time);
    this.table.sweep(time);
  }
}
