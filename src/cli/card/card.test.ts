/**
 * Cards of fixed findings against golden texts (`golden/*.txt`), which `--test-update-snapshots` writes anew.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { makeChannelFinding } from '../../incident/testing/make-finding.ts';
import { paintFor, plain } from '../paint.ts';
import { card } from './card.ts';
import { hostileFinding } from './testing/hostile.ts';
import { loopFinding } from './testing/loop.ts';
import { displayWidth } from './text-width.ts';

process.env.TZ = 'UTC';

const FINDINGS = {
  encryption: loopFinding(),
  channel: makeChannelFinding(),
  hostile: hostileFinding(),
};
const WIDTHS = [80, 140] as const;
const golden = (name: string) => fileURLToPath(new URL(`golden/${name}.txt`, import.meta.url));

for (const [name, finding] of Object.entries(FINDINGS)) {
  describe(`the card of ${name}`, () => {
    for (const width of WIDTHS) {
      const text = card(finding, { paint: plain, width });
      test(`reads as agreed at ${width} columns`, (t) => {
        t.assert.fileSnapshot(text, golden(`${name}-${width}`), { serializers: [String] });
      });
      test(`fits ${width} columns, without anything that moves a cursor`, () => {
        for (const line of text.split('\n')) {
          assert.ok(displayWidth(line) <= width, `${displayWidth(line)} columns: ${line}`);
          assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]/u);
        }
      });
    }
  });
}

test('colour changes no letter, and NO_COLOR takes all of it away', () => {
  const look = (environment: NodeJS.ProcessEnv) => ({ paint: paintFor({ isTTY: true }, environment), width: 80 });
  for (const finding of Object.values(FINDINGS)) {
    const bare = card(finding, { paint: plain, width: 80 });
    const painted = card(finding, look({ TERM: 'xterm' }));
    assert.notEqual(painted, bare);
    assert.equal(stripVTControlCharacters(painted), bare);
    assert.equal(card(finding, look({ TERM: 'xterm', NO_COLOR: '1' })), bare);
  }
});

test('a card of a recording tells nobody to stop anything', () => {
  const text = card(loopFinding(), { paint: plain, width: 100, replayed: true });
  assert.doesNotMatch(text, /kill|ss -/);
  assert.match(text, /then {7}running: 1000 bash/);
});

test('commands hold no name from the host', () => {
  const text = card(hostileFinding(), { paint: plain, width: 140 });
  const next = /^ {2}next +(.*)$/m.exec(text)?.[1];
  assert.equal(next, 'kill -STOP 7; pkill -STOP -P 7  halts it, then its children (-CONT lets them go on)');
});

test('all ended: says so, and how to keep what is left', () => {
  const finding = loopFinding();
  const tree = finding.tree.map((process) => ({ ...process, endedAt: finding.time }));
  const text = card({ ...finding, tree }, { paint: plain, width: 140 });
  assert.match(text, /now +all 9 processes have ended/);
  assert.doesNotMatch(text, /kill/);
  const [one] = tree.slice(3);
  assert.ok(one);
  assert.match(card({ ...finding, tree: [one] }, { paint: plain, width: 140 }), /now +the process has ended/);
});
