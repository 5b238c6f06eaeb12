import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LastWords } from './last-words.ts';

test('the last line before the end is the reason, earlier ones are told', () => {
  const told: string[] = [];
  const words = new LastWords((line) => told.push(line));
  words.take('one\ntw');
  words.take('o\n\nthree');
  assert.equal(words.end(), 'three');
  assert.deepEqual(told, ['one', 'two']);
});

test('a line that nothing follows is told after a moment, and is no reason then', async () => {
  const told: string[] = [];
  const words = new LastWords((line) => told.push(line));
  words.take('warning\n');
  await sleep(300);
  assert.deepEqual(told, ['warning']);
  assert.equal(words.end(), undefined);
});
