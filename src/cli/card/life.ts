/** Which of a finding's processes still run, and what can be done about them, in plain commands. */
import type { Finding, FindingProcess } from '../../incident/index.ts';
import { printable } from '../../sink/index.ts';
import { commonFolder } from './where.ts';
import { clock, counted, nameOf } from './words.ts';

const NAMED = 3;
/** Processes in one command. */
const STOPPED = 6;

type Ended = (process: FindingProcess) => boolean;

const endedThen: Ended = ({ endedAt }) => endedAt !== undefined;

/** Participants that run, those first whose end ends most: the actor, then the outermost. */
export function running({ tree, actor }: Finding, hasEnded: Ended = endedThen): readonly FindingProcess[] {
  return tree
    .filter((process) => process.participant && !hasEnded(process))
    .sort((a, b) => Number(b.key === actor.key) - Number(a.key === actor.key) || a.depth - b.depth);
}

/** The row `now` of a card. */
export function nowLine(finding: Finding, hasEnded?: Ended): string {
  const alive = running(finding, hasEnded);
  const all = finding.tree.filter(({ participant }) => participant).length;
  if (alive.length === 0) return all === 1 ? 'the process has ended' : `all ${all} processes have ended`;
  const named = alive.slice(0, NAMED).map((process, index) => {
    const name = `${process.pid} ${printable(nameOf(process.path), 32)}`;
    return index === 0 ? `${name} since ${clock(process.startedAt)}` : name;
  });
  const more = alive.length > NAMED ? [`${alive.length - NAMED} more`] : [];
  const gone = all > alive.length ? `; ${counted(all - alive.length, 'other')} ended` : '';
  return `running: ${[...named, ...more].join(', ')}${gone}`;
}

/**
 * The row `next`: commands to type, each with what it does. Nothing that came from the host stands in them but
 * numbers and addresses, since they are going to be pasted into a shell.
 */
export function nextLines(finding: Finding): readonly string[] {
  return finding.analytic.uid === 'AN0401' ? nextOfChannel(finding) : nextOfEncryption(finding);
}

function nextOfEncryption(finding: Finding): readonly string[] {
  const alive = running(finding);
  const first = alive[0];
  const look = lookAround(finding);
  if (first === undefined) {
    const folder = commonFolder(finding.affected?.files ?? []);
    return [look, `write nothing below ${folder ?? 'there'} until a copy is kept: removed files may be recoverable`];
  }
  const halt = `kill -STOP ${first.pid}; pkill -STOP -P ${first.pid}`;
  return [`${halt}  halts it, then its children (-CONT lets them go on)`, look];
}

function nextOfChannel(finding: Finding): readonly string[] {
  const lines: string[] = [];
  const session = finding.sessions[0];
  if (session !== undefined) {
    const option = session.protocol === 'udp' ? '-unp' : '-tnp';
    lines.push(`ss ${option} dst ${bracketed(session.remote.address)}  shows whether a session is open`);
  }
  const pids = running(finding)
    .slice(0, STOPPED)
    .map(({ pid }) => pid);
  if (pids.length > 0)
    lines.push(`kill -STOP ${pids.join(' ')}  halts what is joined to it, and keeps what is in memory`);
  else lines.push(lookAround(finding));
  return lines;
}

function lookAround({ actor }: Finding): string {
  if (actor.uid === 0) return 'ps -e --forest -o pid,lstart,args  shows what else runs, and since when';
  return `ps -fu ${actor.uid}  shows what else this user runs`;
}

function bracketed(address: string): string {
  const plain = /^[\da-f.:]+$/i.test(address) ? address : '';
  return plain.includes(':') ? `[${plain}]` : plain;
}
