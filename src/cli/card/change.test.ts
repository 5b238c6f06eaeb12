/** Lines about findings that have a card already. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeChannelFinding } from '../../incident/testing/make-finding.ts';
import { plain } from '../paint.ts';
import { closingLine, quietLine, updateLine } from './change.ts';
import { damage, loopFinding } from './testing/loop.ts';
import { displayWidth } from './text-width.ts';

process.env.TZ = 'UTC';
const wide = { paint: plain, width: 140 };
const narrow = { paint: plain, width: 80 };
const files = loopFinding();
const channel = makeChannelFinding();
const { time } = files;

function grown(bytes: number) {
  const [first, ...others] = channel.sessions;
  assert.ok(first);
  return makeChannelFinding({ time: time + 25_000, sessions: [{ ...first, txBytes: bytes }, ...others] });
}

const later = { ...files, time: time + 1000 };
for (const [what, line, expected] of [
  [
    'files, and the severity that rose',
    updateLine({ ...later, severity: 'critical', confidence: 0.999, affected: damage(30) }, files, wide),
    '00:00:01 ■ HIGH → CRITICAL > 99 %  +26 files → 30 in 8 directories (removed)  72a178ab\n',
  ],
  [
    'one file',
    updateLine({ ...later, affected: damage(5) }, files, wide),
    '00:00:01 ■ HIGH 93 %  +1 file → 5 in 2 directories (removed)  72a178ab\n',
  ],
  [
    'bytes',
    updateLine(grown(90_000), channel, wide),
    '00:00:25 ■ HIGH 61 %  198.51.100.20:443 5,130 → 90,010 bytes out, 640 in, for 25 s  AN0401-0\n',
  ],
  [
    'the end of an attack',
    quietLine(
      { ...files, affected: damage(121) },
      { since: time + 2000, now: time + 12_000, alive: 0, flow: undefined },
      wide,
    ),
    '00:00:12 ■ quiet since 00:00:02  121 files in 31 directories: removed, in 2.2 s, all ended  72a178ab\n',
  ],
  [
    'a session that idles',
    quietLine(
      channel,
      { since: time, now: time + 10_000, alive: 2, flow: { txBytes: 9000, rxBytes: 1, closed: false } },
      wide,
    ),
    '00:00:10 ■ quiet since 00:00:00  2 sessions to 198.51.100.20:443, 9,000 bytes out, 1 in, in 0.2 s, session open, 2 still running  AN0401-0\n',
  ],
  [
    'a finding at the end of the run',
    closingLine(files, wide),
    '23:59:59 HIGH  bash ran openssl over 4 files below /srv/demo/projects/tool/documents of the year; originals removed\n         uid 72a178ab0cc88e64b7abf7190a6dacc8\n',
  ],
] as const) {
  test(`tells ${what}`, () => assert.equal(line, expected));
}

test('every line fits 80 columns', () => {
  for (const text of [
    updateLine({ ...later, severity: 'critical', affected: damage(30_000) }, files, narrow),
    updateLine(grown(90_000_000), channel, narrow),
    quietLine(channel, { since: time, now: time, alive: 1, flow: undefined }, narrow),
    closingLine(files, narrow),
  ]) {
    for (const line of text.split('\n')) assert.ok(displayWidth(line) <= 80, line);
  }
});
