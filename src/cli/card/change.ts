/** One line for what became of a finding that has a card already: it grew, it is quiet, the run ends. */
import type { Finding } from '../../incident/index.ts';
import { printable } from '../../sink/index.ts';
import type { Hue } from '../paint.ts';
import { affectedLine, fate, traffic } from './affected.ts';
import { badgeText, severityHue } from './badge.ts';
import type { Look } from './card.ts';
import { headline } from './headline.ts';
import { cutEnd, displayWidth } from './text-width.ts';
import { endpoint } from './where.ts';
import { clock, counted, nameOf, span, thousands } from './words.ts';

/** Digits of a uid that tell findings apart on a screen. */
const SHORT_UID = 8;

/** What is known of one session beyond the finding: bytes so far, and whether it has closed. */
export interface Flow {
  readonly txBytes: number;
  readonly rxBytes: number;
  readonly closed: boolean;
}

/** @param before the revision that was shown last */
export function updateLine(finding: Finding, before: Finding, look: Look): string {
  const grown = finding.affected === undefined ? channelGrowth(finding, before) : filesGrowth(finding, before);
  return row(finding.time, badgeText(finding, before.severity), severityHue(finding.severity), grown, finding, look);
}

function filesGrowth({ affected, legs }: Finding, before: Finding): string {
  if (affected === undefined) return '';
  const more = affected.total - (before.affected?.total ?? 0);
  const folders = counted(affected.directories, 'directory', 'directories');
  const notes = affected.notes.length - (before.affected?.notes.length ?? 0);
  const parts = [
    more > 0 ? `+${counted(more, 'file')} → ${thousands(affected.total)} in ${folders} (${fate(affected)})` : '',
    notes > 0 ? counted(notes, 'new note') : '',
    ...newLegs(legs, before),
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(', ') : affectedLine(affected);
}

function channelGrowth(finding: Finding, before: Finding): string {
  const [session] = finding.sessions;
  const out = grew(sum(before, 'txBytes'), sum(finding, 'txBytes'));
  const into = grew(sum(before, 'rxBytes'), sum(finding, 'rxBytes'));
  const more = finding.sessions.length - before.sessions.length;
  const joined = finding.tree.filter(({ participant }) => participant).length;
  const joinedMore = joined - before.tree.filter(({ participant }) => participant).length;
  const moved =
    finding.actor.key === before.actor.key
      ? ''
      : `actor is ${finding.actor.pid} ${printable(nameOf(finding.actor.path), 48)}`;
  const parts = [
    moved,
    more > 0 ? `+${counted(more, 'session')} → ${finding.sessions.length}` : '',
    `${out} bytes out, ${into} in`,
    joinedMore > 0 ? `+${counted(joinedMore, 'process', 'processes')}` : '',
    ...newLegs(finding.legs, before),
    `for ${span(finding.time - finding.firstSeen)}`,
  ].filter((part) => part !== '');
  return `${session === undefined ? '' : `${endpoint(session.remote)} `}${parts.join(', ')}`;
}

function newLegs(legs: Finding['legs'], before: Finding): readonly string[] {
  const known = new Set(before.legs.filter(({ state }) => state === 'seen').map(({ leg }) => leg));
  const fresh = legs.filter(({ leg, state }) => state === 'seen' && !known.has(leg)).map(({ leg }) => leg);
  return fresh.length === 0 ? [] : [`now also ${printable(fresh.join(', '), 120)}`];
}

function grew(from: number, to: number): string {
  return from === to ? thousands(to) : `${thousands(from)} → ${thousands(to)}`;
}

function sum({ sessions }: Finding, of: 'txBytes' | 'rxBytes'): number {
  return sessions.reduce((total, session) => total + session[of], 0);
}

export interface Quiet {
  /** Of the last evidence, ms since the epoch. */
  readonly since: number;
  readonly now: number;
  /** Participants that still run. */
  readonly alive: number;
  readonly flow: Flow | undefined;
}

/** Nothing new for a while: the total, and whether anything still runs. */
export function quietLine(finding: Finding, quiet: Quiet, look: Look): string {
  const lasted = span(Math.max(0, quiet.since - finding.firstSeen));
  const total = [totalOf(finding, quiet.flow), `in ${lasted}`, life(quiet)].join(', ');
  return row(quiet.now, `■ quiet since ${clock(quiet.since)}`, 'cyan', total, finding, look);
}

function life({ alive, flow }: Quiet): string {
  const processes = alive === 0 ? 'all ended' : `${thousands(alive)} still running`;
  return flow === undefined ? processes : `${flow.closed ? 'session closed' : 'session open'}, ${processes}`;
}

function totalOf(finding: Finding, flow: Flow | undefined): string {
  if (finding.affected !== undefined) return affectedLine(finding.affected);
  const [session] = finding.sessions;
  const bytes = traffic(flow ?? { txBytes: sum(finding, 'txBytes'), rxBytes: sum(finding, 'rxBytes') });
  return `${counted(finding.sessions.length, 'session')}${session === undefined ? '' : ` to ${endpoint(session.remote)}`}, ${bytes}`;
}

/** A finding with the whole uid, for the end of a run: one line, or two when there is no room. */
export function closingLine(finding: Finding, { paint, width }: Look): string {
  const { severity, firstSeen } = finding;
  const uid = printable(finding.uid);
  const title = headline(finding);
  const head = `${clock(firstSeen)} ${severity.toUpperCase()}`;
  const painted = `${clock(firstSeen)} ${paint(severityHue(severity), severity.toUpperCase())}`;
  if (displayWidth(`${head}  ${title}  ${uid}`) <= width) return `${painted}  ${title}  ${paint('dim', uid)}\n`;
  const cut = cutEnd(title, Math.max(20, width - displayWidth(head) - 2));
  return `${painted}  ${cut}\n${' '.repeat(9)}${paint('dim', `uid ${uid}`)}\n`;
}

function row(time: number, mark: string, hue: Hue, text: string, { uid }: Finding, { paint, width }: Look): string {
  const short = printable(uid.slice(0, SHORT_UID));
  const fixed = displayWidth(`${clock(time)} ${mark}    ${short}`);
  const cut = cutEnd(text, Math.max(20, width - fixed));
  return `${clock(time)} ${paint(hue, mark)}  ${cut}  ${paint('dim', short)}\n`;
}
