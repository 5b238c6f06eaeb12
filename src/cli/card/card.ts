/**
 * A finding as a card for people: who, what, where, whether it goes on, what to do, why. All text from the host is
 * made printable, and every row fits the terminal.
 */
import type { Finding } from '../../incident/index.ts';
import { printable } from '../../sink/index.ts';
import type { Hue, Paint } from '../paint.ts';
import { affectedLines, sessionLines } from './affected.ts';
import { badge, badgeText } from './badge.ts';
import { blindLines } from './blind.ts';
import { headline } from './headline.ts';
import { nextLines, nowLine, running } from './life.ts';
import { cutEnd, displayWidth, wrap } from './text-width.ts';
import { drawTree } from './tree.ts';
import { whereLine } from './where.ts';
import { whoLine } from './who.ts';
import { evidence } from './why.ts';
import { clock, dateAndClock, span } from './words.ts';

const LABEL_WIDTH = 10;
/** Columns before the text of a row: two, the label, one. */
const INDENT = LABEL_WIDTH + 3;
/** Narrower terminals get rows that they wrap themselves. */
const WIDTH_MIN = 50;

/** How something is shown: colours, and the columns there are. */
export interface Look {
  readonly paint: Paint;
  readonly width: number;
  /** Of a recording: nothing can be done about it any more. */
  readonly replayed?: boolean;
}

export function card(finding: Finding, look: Look): string {
  const { paint } = look;
  const width = Math.max(look.width, WIDTH_MIN) - INDENT;
  const { seen, absent } = evidence(finding);
  const alive = running(finding).length > 0;
  const text = (label: string, lines: readonly string[], hue?: Hue) =>
    section(label, wrapped(lines, width), paint, hue);
  const lines = [
    '',
    ...head(finding, { paint, width: width + INDENT }),
    ...text('who', [whoLine(finding)]),
    ...text('what', [whatLine(finding)]),
    ...text('where', [whereLine(finding)]),
    ...text(look.replayed ? 'then' : 'now', [nowLine(finding)], alive ? 'yellow' : undefined),
    ...text('next', look.replayed ? [] : nextLines(finding)),
    ...section('processes', drawTree(finding.tree, paint, width), paint),
    ...section('files', finding.affected === undefined ? [] : affectedLines(finding.affected, width), paint),
    ...text('sessions', sessionLines(finding.sessions)),
    ...text('why', seen),
    ...text('absent', absent === undefined ? [] : [absent], 'dim'),
    ...text('blind', blindLines(finding)),
    ...text('uid', [`${printable(finding.uid)} (the same in the store and in NDJSON)`]),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function head(finding: Finding, { paint, width }: Look): readonly string[] {
  const time = dateAndClock(finding.time);
  const taken = displayWidth(`${time} ${badgeText(finding)}  `);
  const title = headline(finding);
  const mark = `${time} ${badge(finding, paint)}`;
  if (taken + displayWidth(title) <= width) return [`${mark}  ${paint('bold', title)}`];
  return [mark, ...wrap(title, width - 2).map((line) => `  ${paint('bold', line)}`)];
}

function whatLine({ analytic, firstSeen, time }: Finding): string {
  const lasted = time - firstSeen;
  const when = lasted < 50 ? `at ${clock(time)}` : `for ${span(lasted)} since ${clock(firstSeen)}`;
  return `${analytic.technique.name} (${analytic.technique.uid}, ${analytic.uid}), ${when}`;
}

/** Rows that go on are set in by two columns. */
function wrapped(lines: readonly string[], width: number): readonly string[] {
  return lines.flatMap((line) =>
    displayWidth(line) <= width
      ? [line]
      : wrap(line, width - 2).map((part, index) => (index === 0 ? part : `  ${cutEnd(part, width - 2)}`)),
  );
}

function section(label: string, lines: readonly string[], paint: Paint, hue?: Hue): readonly string[] {
  return lines.map((line, index) => {
    const left = paint('dim', (index === 0 ? label : '').padEnd(LABEL_WIDTH));
    return `  ${left} ${hue === undefined ? line : paint(hue, line)}`;
  });
}
