/** A finding as a card for people: who, what, where, why. Updates are one line. All text from the host is made printable. */
import type { Finding } from '../../incident/index.ts';
import { printable } from '../../sink/index.ts';
import type { Hue, Paint } from '../paint.ts';
import { affectedLine, affectedLines, sessionLines } from './affected.ts';
import { drawTree } from './tree.ts';
import { whoLine } from './who.ts';

const HUES: Readonly<Record<Finding['severity'], Hue>> = {
  low: 'cyan',
  medium: 'yellow',
  high: 'red',
  critical: 'red',
};
const LABEL_WIDTH = 10;
const REASONS = 3;
const BLIND = 8;

export function card(finding: Finding, paint: Paint): string {
  const { analytic, host } = finding;
  const what = `${analytic.technique.name} (${analytic.technique.uid}, ${analytic.uid}), ${clock(finding.firstSeen)} to ${clock(finding.time)}`;
  const lines = [
    '',
    `${badge(finding, paint)} ${paint('bold', printable(finding.title, 200))}`,
    ...section('who', [whoLine(finding)], paint),
    ...section('what', [what], paint),
    ...section('where', [`host ${printable(host.name, 64)}, in ${printable(finding.actor.cwd, 200)}`], paint),
    ...section('processes', drawTree(finding.tree, paint), paint),
    ...section('files', finding.affected === undefined ? [] : affectedLines(finding.affected), paint),
    ...section('sessions', sessionLines(finding.sessions), paint),
    ...section('why', whyLines(finding, paint), paint),
    ...section(
      'not seen',
      finding.blind.slice(0, BLIND).map((line) => printable(line, 200)),
      paint,
    ),
    ...section('uid', [printable(finding.uid)], paint),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

/** An update in short. */
export function updateLine(finding: Finding, paint: Paint): string {
  const size = finding.affected === undefined ? [] : [affectedLine(finding.affected)];
  const sessions = finding.sessions.length === 0 ? [] : [`${finding.sessions.length} sessions`];
  const parts = [printable(finding.title, 120), ...size, ...sessions, `revision ${finding.revision}`];
  return `${badge(finding, paint)} ${paint('dim', 'update')} ${parts.join(', ')} ${paint('dim', printable(finding.uid))}\n`;
}

function badge(finding: Finding, paint: Paint): string {
  const percent = finding.confidence > 0.99 ? '> 99' : String(Math.round(finding.confidence * 100));
  const text = `${finding.severity.toUpperCase()} ${percent} %`;
  return `${clock(finding.time)} ${paint(HUES[finding.severity], `■ ${text}`)}`;
}

function whyLines(finding: Finding, paint: Paint): readonly string[] {
  const telling = [...finding.legs].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return telling.map(({ leg, state, weight, reasons }) => {
    const why = reasons.slice(0, REASONS).map((reason) => printable(reason, 200));
    const figure = state === 'unobservable' ? '' : ` ${weight >= 0 ? '+' : ''}${weight.toFixed(1)}`;
    const line = `${state.padEnd(12)} ${printable(leg)}${figure}${why.length > 0 ? `: ${why.join('; ')}` : ''}`;
    return state === 'seen' ? line : paint('dim', line);
  });
}

function section(label: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.map((line, index) => `  ${paint('dim', (index === 0 ? label : '').padEnd(LABEL_WIDTH))} ${line}`);
}

function clock(time: number): string {
  return new Date(time).toTimeString().slice(0, 8);
}
