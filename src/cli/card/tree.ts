/**
 * Draws a finding's process tree. The way down to the first participant is one row; siblings that run the same program
 * are folded into one. The list comes in depth-first order, parents before children.
 */
import type { FindingProcess } from '../../incident/index.ts';
import { printable } from '../../sink/index.ts';
import type { Paint } from '../paint.ts';
import { command, foldedCommand } from './command.ts';
import { cutEnd, displayWidth } from './text-width.ts';
import { nameOf } from './words.ts';

/** Rows drawn; the rest is counted. */
const LIMIT = 14;

interface Branch {
  /** One process, or siblings that run the same program. */
  readonly processes: readonly [FindingProcess, ...FindingProcess[]];
  readonly below: readonly Branch[];
}

export function drawTree(tree: readonly FindingProcess[], paint: Paint, width: number): readonly string[] {
  const { above, roots } = withoutWayDown(branches(tree));
  const way = above.length === 0 ? [] : [paint('dim', wayDown(above, width))];
  const rows = roots.flatMap((root, index) => {
    const last = index === roots.length - 1;
    return above.length === 0 && roots.length === 1
      ? draw(root, '', '', paint, width)
      : child(root, last, '', paint, width);
  });
  const shown = [...way, ...rows];
  return shown.length > LIMIT ? [...shown.slice(0, LIMIT), `… and ${shown.length - LIMIT} more rows`] : shown;
}

function child(branch: Branch, last: boolean, before: string, paint: Paint, width: number): readonly string[] {
  return draw(branch, before + (last ? '└─ ' : '├─ '), before + (last ? '   ' : '│  '), paint, width);
}

function draw(
  { processes, below }: Branch,
  first: string,
  rest: string,
  paint: Paint,
  width: number,
): readonly string[] {
  const rows = below.flatMap((next, index) => child(next, index === below.length - 1, rest, paint, width));
  return [first + label(processes, paint, width - displayWidth(first)), ...rows];
}

function branches(tree: readonly FindingProcess[]): readonly Branch[] {
  let at = 0;
  const level = (depth: number): readonly Branch[] => {
    const found: Branch[] = [];
    for (let process = tree[at]; process !== undefined && process.depth >= depth; process = tree[at]) {
      at += 1;
      found.push({ processes: [process], below: level(process.depth + 1) });
    }
    return folded(found);
  };
  return level(0);
}

function folded(siblings: readonly Branch[]): readonly Branch[] {
  const groups = new Map<string, Branch[]>();
  for (const branch of siblings) {
    const [{ key, path, participant, uid, deleted, memfd }] = branch.processes;
    const id = branch.below.length > 0 ? key : JSON.stringify([path, participant, uid, deleted, memfd]);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [branch]);
    else group.push(branch);
  }
  return [...groups.values()].map((group) => {
    const [one, ...others] = group as [Branch, ...Branch[]];
    return { processes: [one.processes[0], ...others.map(({ processes }) => processes[0])], below: one.below };
  });
}

/** Takes off those above who took no part and lead to one branch only. */
function withoutWayDown(roots: readonly Branch[]): { above: readonly FindingProcess[]; roots: readonly Branch[] } {
  const above: FindingProcess[] = [];
  let here = roots;
  for (let [one] = here; here.length === 1 && one !== undefined; [one] = here) {
    const [process, ...others] = one.processes;
    if (process.participant || others.length > 0 || one.below.length === 0) break;
    above.push(process);
    here = one.below;
  }
  return { above, roots: here };
}

/** `1 systemd › 812 sshd › 901 bash`; the oldest give way when there is no room. */
function wayDown(above: readonly FindingProcess[], width: number): string {
  const names = above.map(({ pid, path, user }, index) => {
    const other = index === 0 || above[index - 1]?.user !== user ? ` (${printable(user, 32)})` : '';
    return `${pid} ${printable(nameOf(path), 32)}${other}`;
  });
  let text = names.join(' › ');
  for (let from = 1; displayWidth(text) > width && from < names.length; from++) {
    text = ['…', ...names.slice(from)].join(' › ');
  }
  return cutEnd(text, width);
}

function label(processes: Branch['processes'], paint: Paint, width: number): string {
  const [one] = processes;
  const ended = processes.filter(({ endedAt }) => endedAt !== undefined).length;
  const all = ended === processes.length;
  const notes = [
    one.memfd ? 'in memory only' : '',
    one.deleted && !one.memfd ? 'deleted' : '',
    one.ownership.state === 'unpackaged' ? 'unpackaged' : '',
  ].filter((note) => note !== '');
  const warning = notes.length > 0 ? ` [${notes.join(', ')}]` : '';
  const fate = ended === 0 ? '' : all ? ' ended' : ` ${ended} ended`;
  const mark = one.participant ? '▸ ' : '';
  const room = width - displayWidth(mark + warning + fate);
  const text = `${mark}${cutEnd(textOf(processes), room)}`;
  const hue = all ? 'dim' : one.participant ? 'bold' : undefined;
  return `${hue === undefined ? text : paint(hue, text)}${warning && paint('yellow', warning)}${fate && paint('dim', fate)}`;
}

function textOf(processes: Branch['processes']): string {
  const [one] = processes;
  if (processes.length > 1) return foldedCommand(processes);
  const user = printable(one.user, 32);
  return one.participant
    ? `${one.pid} ${user} ${command(one)}`
    : `${one.pid} ${user} ${printable(nameOf(one.path), 48)}`;
}
