import assert from 'node:assert/strict';
import { test } from 'node:test';
import { styledLines } from './ansi.ts';
import { keptLines } from './kept-lines.ts';
import { terminalSvg } from './svg.ts';

const plain = { bold: false, dim: false, colour: undefined };

test('keeps weights and colours, and where each run begins', () => {
  assert.deepEqual(styledLines('a \u001b[1;31mred\u001b[0m b\n\u001b[2mdim\u001b[22m\u001b[90mgrey\u001b[39m'), [
    [
      { column: 0, text: 'a ', style: plain },
      { column: 2, text: 'red', style: { ...plain, bold: true, colour: 1 } },
      { column: 5, text: ' b', style: plain },
    ],
    [
      { column: 0, text: 'dim', style: { ...plain, dim: true } },
      { column: 3, text: 'grey', style: { ...plain, colour: 8 } },
    ],
  ]);
});

test('a style goes on in the next line', () => {
  assert.equal(styledLines('\u001b[1ma\nb')[1]?.[0]?.style.bold, true);
});

test('drops every other control', () => {
  const [line] = styledLines('\r\u001b[K\u001b[?25l\u001b]0;title\u0007\u001b(Bx\u0000y');
  assert.equal(line?.map(({ text }) => text).join(''), 'xy');
});

test('text from a host cannot become markup', () => {
  const svg = terminalSvg(styledLines('<script>&"</script>'), { title: 'a<b\u001b', columns: 10 });
  assert.match(svg, /&lt;script&gt;&amp;"&lt;\/script&gt;/);
  assert.match(svg, /<title>a&lt;b<\/title>/);
  assert.doesNotMatch(svg, /<script/);
});

test('grows with the longest line', () => {
  const width = (text: string) =>
    Number(/width="(\d+)"/.exec(terminalSvg(styledLines(text), { title: '', columns: 10 }))?.[1]);
  assert.ok(width('x'.repeat(100)) > width('x'.repeat(50)));
  assert.equal(width('x'), width('xx'));
});

test('marks what is left out', () => {
  assert.deepEqual(keptLines(['a', 'b', 'c', 'd', 'e'], '1-2,4', '…'), ['a', 'b', '…', 'd']);
  assert.deepEqual(keptLines(['a', 'b', 'c'], '2-3', '…'), ['b', 'c']);
});

for (const ranges of ['', 'x', '3-2', '2,1', '0', '1-2,2'])
  test(`refuses ${JSON.stringify(ranges)} as ranges`, () => {
    assert.throws(() => keptLines(['a', 'b', 'c'], ranges, '…'), RangeError);
  });
