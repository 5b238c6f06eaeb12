import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { displayWidth } from '../card/text-width.ts';
import { paintFor, plain } from '../paint.ts';
import { cutPainted } from './screen.ts';
import { type RunFigures, statusLine } from './status-line.ts';

const quiet: RunFigures = {
  eventsPerSecond: 0,
  lost: 0,
  processes: 30,
  fileSessions: 4,
  netSessions: 2,
  findings: 0,
  severities: [],
  faults: 0,
  engineBytes: 70e6,
  sensorBytes: 1e6,
};
const loud: RunFigures = {
  ...quiet,
  eventsPerSecond: 1391.4,
  lost: 1204,
  processes: 1,
  fileSessions: 1,
  findings: 3,
  severities: ['high', 'critical', 'critical'],
  faults: 1,
  engineBytes: 600e6,
  sensorBytes: 100e6,
};

for (const [what, figures, width, line] of [
  ['while nothing happens', quiet, 140, '0 findings · none lost · 0 events/s · 30 processes · 4 file sessions, 2 net'],
  [
    'in an attack',
    loud,
    160,
    '3 findings (2 critical) · 1,204 LOST · 1 fault · engine uses 572 MiB · sensor uses 95 MiB · 1,391 events/s · 1 process · 1 file session, 2 net',
  ],
  ['with little room', loud, 60, '3 findings (2 critical) · 1,204 LOST · 1 fault'],
  ['one finding', { ...quiet, findings: 1, severities: ['medium'] }, 40, '1 finding (1 medium) · none lost'],
] as const) {
  test(`the line ${what}`, () => assert.equal(statusLine(figures, { paint: plain, width }), line));
}

test('what is grave is red, and no colour is cut', () => {
  const paint = paintFor({ isTTY: true }, { TERM: 'xterm' });
  const line = statusLine(loud, { paint, width: 200 });
  assert.ok(line.startsWith('\u001b[31m3 findings (2 critical)\u001b[39m'));
  const cut = cutPainted(line, 12);
  assert.equal(displayWidth(stripVTControlCharacters(cut)), 12);
  assert.ok(cut.includes('\u001b[39m'));
});
