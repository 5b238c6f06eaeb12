/**
 * The reverse-shell topology, wherever the names: a command interpreter whose input and output both lead to a
 * network session, through the socket itself, through pipes and fifos, or through a process that holds both ends.
 *
 * @module
 */
import { flows, type HostView, joins, type Process } from '../../../host/index.ts';
import { asLoaded } from '../program/as-loaded.ts';
import type { Program } from '../program/program.ts';
import { madeBy } from './made.ts';
import { passes } from './passes.ts';

export interface Topology {
  /**
   * `socket`: standard input and output are the socket. `loop`: pipes or fifos lead both ways. `held`: an ancestor
   * that has the session made both pipes. `terminal`: an ancestor that has the session made a terminal for it.
   */
  readonly kind: 'socket' | 'loop' | 'held' | 'terminal';
  /** Of several interpreters on the same two ends the outermost: whoever stops it stops the others' commands too. */
  readonly shell: Process;
  /** The other ones, which the shell started. */
  readonly inner: readonly Process[];
  /** Processes on the way, shell and session holder excluded. */
  readonly between: readonly Process[];
  /** One hop could not be seen and follows from the rest. */
  readonly inferred: boolean;
}

/** Answers what kind of program a process is. */
export type Classify = (process: Process) => Program;

/** What is asked of a session and its host. */
export interface Asked {
  readonly classify: Classify;
  /** Whether a process has, or had, a session of its own to the place that the one in question leads to. */
  readonly talks: (process: Process) => boolean;
  /** The session's socket. */
  readonly socket: string;
}

const COMPONENT_LIMIT = 16;

/** Finds the interpreter that a session commands; undefined when there is none. */
export function findTopology(holder: Process, host: HostView, asked: Asked): Topology | undefined {
  const { classify, socket } = asked;
  const component = componentOf(holder, host);
  const joined: Judge = (candidate) =>
    takesCommands(candidate, classify(candidate), host)
      ? (asSocket(candidate, socket) ?? asLoop(candidate, holder, component, host, asked))
      : undefined;
  const held: Judge = (candidate) =>
    takesCommands(candidate, classify(candidate), host)
      ? (asSocket(candidate, socket) ?? asHeld(candidate, holder, host))
      : undefined;
  return first(component, joined, host) ?? first(descendants(holder, host), held, host);
}

type Judge = (candidate: Process) => Topology | undefined;

function first(candidates: readonly Process[], judge: Judge, host: HostView): Topology | undefined {
  for (const candidate of candidates) {
    const found = judge(candidate);
    if (found !== undefined) return outermost(found, judge, host);
  }
  return undefined;
}

/** A shell's start-up files and its subshells have its ends too; the one above them all is who is commanded. */
function outermost(found: Topology, judge: Judge, host: HostView): Topology {
  let outer = found;
  const inner: Process[] = [];
  for (const ancestor of host.ancestors(found.shell.key).slice(1)) {
    const above = sameEnds(ancestor, found.shell) ? judge(ancestor) : undefined;
    if (above === undefined) continue;
    inner.push(outer.shell);
    outer = above;
  }
  return { ...outer, inner };
}

/** The same input and a common output: of a command substitution only the error output is still the shell's. */
function sameEnds(a: Process, b: Process): boolean {
  const outputs = [a.stdio[1].object, a.stdio[2].object];
  const common = b.stdio.slice(1).some(({ object }) => object !== '' && outputs.includes(object));
  return common && a.stdio[0].object !== '' && a.stdio[0].object === b.stdio[0].object;
}

/** The session holder and everything joined to it, directly or through others; at most 16 processes. */
function componentOf(holder: Process, host: HostView): readonly Process[] {
  const found = new Map([[holder.key, holder]]);
  for (const process of found.values()) {
    for (const next of host.joined(process.key)) {
      if (found.size >= COMPONENT_LIMIT) return [...found.values()];
      if (!found.has(next.key)) found.set(next.key, next);
    }
  }
  return [...found.values()];
}

function descendants(holder: Process, host: HostView): readonly Process[] {
  const found: Process[] = [];
  for (const child of host.children(holder.key).slice(-COMPONENT_LIMIT)) {
    found.push(child);
    for (const grandchild of host.children(child.key).slice(-4)) found.push(grandchild);
  }
  return found;
}

/**
 * Reads its commands from standard input: an interpreter without script or inline code; or a program of unknown
 * kind, with nothing but flags for arguments, that starts other programs (a renamed shell).
 */
function takesCommands(process: Process, program: Program, host: HostView): boolean {
  if (program.kind !== 'other') return program.code?.from === 'stdin' || isSubshell(process, program);
  const { argv, ownership } = asLoaded(process);
  const bare = argv.slice(1).every((argument) => /^[-+][a-z]{0,4}$/i.test(argument));
  if (!bare || ownership.state === 'packaged') return false;
  return argv.includes('-i') || host.children(process.key).some((child) => child.image.file !== process.image.file);
}

/** A shell that forked and executed nothing: `while read …; do …; done` between a fifo and a pipe. */
function isSubshell(process: Process, program: Program): boolean {
  return program.kind === 'shell' && !process.fromSnapshot && process.executedAt === process.startedAt;
}

/** Of sockets within this host only the session's own. */
function asSocket(shell: Process, socket: string): Topology | undefined {
  const [input, output] = shell.stdio;
  const own = input.type === 'unix' && input.object === socket && output.object === socket;
  return own || (input.type === 'inet' && output.type === 'inet')
    ? { kind: 'socket', shell, inner: [], between: [], inferred: false }
    : undefined;
}

/**
 * Commands and output may pass through one program each (`curl … | sh | curl -d @- …`), when both talk to the same place and
 * the shell reads a program: `curl … | while read … | curl …` is a filter.
 */
function asLoop(
  shell: Process,
  holder: Process,
  component: readonly Process[],
  host: HostView,
  { classify, talks }: Asked,
): Topology | undefined {
  if (shell.key === holder.key) return undefined;
  const others = component.filter((process) => process.key !== shell.key);
  const filters = isSubshell(shell, classify(shell));
  const through = (end: Process) => !filters && talks(end);
  const down = walk(
    shell,
    others,
    (from, to) => passes(from, to),
    (end) => end.key === holder.key || toNetwork(end) || through(end),
  );
  if (down.reached === undefined && shell.stdio[1].type !== 'inet') return undefined;
  const up = walk(
    shell,
    others,
    (from, to) => passes(to, from),
    (end) => end.key === holder.key || fromNetwork(end) || through(end),
  );
  const whole = up.reached !== undefined || shell.stdio[0].type === 'inet';
  if (!whole && !closesUnseen(up.visited, down.reached ?? holder, shell, host)) return undefined;
  const between = [...new Set([...down.visited, ...up.visited])].filter((process) => process.key !== holder.key);
  return { kind: 'loop', shell, inner: [], between, inferred: !whole };
}

const toNetwork = (process: Process): boolean => process.stdio[1].type === 'inet' || process.stdio[2].type === 'inet';
const fromNetwork = (process: Process): boolean => process.stdio[0].type === 'inet';

interface Walk {
  readonly reached: Process | undefined;
  readonly visited: readonly Process[];
}

function walk(
  start: Process,
  others: readonly Process[],
  next: (from: Process, to: Process) => boolean,
  isEnd: (process: Process) => boolean,
): Walk {
  const visited: Process[] = [];
  const queue: Process[] = [start];
  for (let from = queue.shift(); from !== undefined; from = queue.shift()) {
    for (const to of others) {
      if (visited.includes(to) || !next(from, to)) continue;
      visited.push(to);
      if (isEnd(to)) return { reached: to, visited };
      queue.push(to);
    }
  }
  return { reached: undefined, visited };
}

/**
 * `cat fifo | sh | openssl … > fifo`: cat opens the fifo by name, on a descriptor that is not looked at. The hop
 * is taken as there when the session's output goes to a fifo (or a file whose path is an argument of the filter) and
 * the head of the pipeline is a sibling that was given a path.
 */
function closesUnseen(upstream: readonly Process[], sink: Process, shell: Process, host: HostView): boolean {
  const out = sink.stdio[1];
  const head = upstream.at(-1);
  if (head === undefined || (out.type !== 'fifo' && out.type !== 'file')) return false;
  const path = host.pathOf(out.object);
  if (path !== undefined)
    return head.argv
      .slice(1)
      .some((argument) => host.fileAt(argument)?.path === path || path === argument || path.endsWith(`/${argument}`));
  const related = head.parent === shell.parent || head.lineage === shell.lineage;
  return out.type === 'fifo' && related && head.argv.slice(1).some((argument) => !argument.startsWith('-'));
}

/** An ancestor with the session made descriptors 0 and 1 for this process (or for the one through which it got them). */
function asHeld(shell: Process, holder: Process, host: HostView): Topology | undefined {
  const between = madeBy(holder, shell, host);
  if (between === undefined) return undefined;
  const [input, output] = shell.stdio;
  if (input.type === 'tty' && output.type === 'tty') {
    return shell.tty === undefined || shell.tty !== holder.tty
      ? { kind: 'terminal', shell, inner: [], between, inferred: true }
      : undefined;
  }
  const talks = joins(input) && joins(output);
  const paired = host
    .joined(shell.key)
    .some((other) => !between.some(({ key }) => key === other.key) && (flows(other, shell) || flows(shell, other)));
  return talks && !paired ? { kind: 'held', shell, inner: [], between, inferred: true } : undefined;
}
