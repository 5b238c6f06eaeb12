/** What people are told of a finding while it grows, rests and ends. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EPOCH, makeProcessEnd, makeStatus } from '../../event/testing/make.ts';
import type { Finding } from '../../incident/index.ts';
import { damage, loopFinding } from '../card/testing/loop.ts';
import { plain } from '../paint.ts';
import { FindingScreen } from './finding-screen.ts';

process.env.TZ = 'UTC';

class Shown {
  readonly said: string[] = [];
  readonly screen = new FindingScreen({
    print: (text) => this.said.push(text),
    look: () => ({ paint: plain, width: 100 }),
  });

  tell(at: number, total: number, more: Partial<Finding> = {}): void {
    this.screen.take({ finding: loopFinding({ time: EPOCH + at, affected: damage(total), ...more }) });
  }

  tick(at: number): void {
    this.screen.observe(makeStatus({ time: EPOCH + at }));
  }
}

test('a card, then at most one line in five seconds unless the damage doubled', () => {
  const { said, ...shown } = new Shown();
  const tell = (at: number, total: number) =>
    shown.screen.take({ finding: loopFinding({ time: EPOCH + at, affected: damage(total) }) });
  const counts: number[] = [];
  for (const [at, total] of [
    [0, 4],
    [500, 6],
    [1000, 7],
    [1500, 9],
    [2000, 10],
    [6500, 17],
    [7000, 18],
  ] as const) {
    tell(at, total);
    counts.push(said.length);
  }
  assert.deepEqual(counts, [1, 1, 1, 2, 2, 3, 3]);
  assert.match(said[1] ?? '', /\+5 files → 9 in/);
});

test('a severity that rises is told at once', () => {
  const shown = new Shown();
  shown.tell(0, 4);
  shown.tell(500, 5, { severity: 'critical' });
  assert.match(shown.said[1] ?? '', /HIGH → CRITICAL/);
});

test('quiet after ten seconds, once, with the total and with who has ended since', () => {
  const shown = new Shown();
  shown.tell(0, 4);
  shown.tell(500, 5);
  shown.tick(9_000);
  assert.equal(shown.said.length, 1);
  for (const pid of [1000, 1009]) shown.screen.observe(makeProcessEnd({ time: EPOCH + 9_500, pid }));
  shown.tick(10_600);
  shown.tick(11_600);
  assert.equal(shown.said.length, 2);
  assert.match(shown.said[1] ?? '', /quiet since 00:00:00 {2}5 files in 2 directories: removed, in 0.7 s, all ended/);
  shown.tell(20_000, 6);
  shown.tick(31_000);
  assert.match(shown.said.at(-1) ?? '', /quiet since 00:00:20 {2}6 files/);
});

test('at the end each finding with its uid', () => {
  const shown = new Shown();
  shown.screen.end();
  assert.deepEqual(shown.said, []);
  shown.tell(0, 4);
  shown.screen.end();
  const [title, line] = shown.said.slice(1);
  assert.equal(title, '1 finding in this run:\n');
  assert.match(line ?? '', /HIGH {2}bash ran openssl over 4 files.*\n +uid 72a178ab0cc88e64b7abf7190a6dacc8\n$/);
});
