/** When two sessions are one that was passed on. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { aes } from '../testing/ciphertext.ts';
import { type Point, relayed, type Track } from './relay.ts';

const none = new Uint8Array(0);
const track = (points: readonly Point[], first: Track['first'] = { tx: none, rx: none }, startedAt = 1000): Track => ({
  startedAt,
  first,
  points,
});
const point = (tx: number, rx: number, txAt: number, rxAt: number): Point => ({ tx, rx, txAt, rxAt });
const talk = [point(400, 100, 1100, 1150), point(900, 200, 2100, 2150), point(2000, 300, 3100, 3150)];
const moved = (by: number, ms: number, factor = 1) =>
  talk.map(({ tx, rx, txAt, rxAt }) => point(by + tx * factor, by + rx * factor, (txAt ?? 0) + ms, (rxAt ?? 0) - ms));

describe('a session is passed on when', () => {
  it('both begin with the same bytes', () => {
    assert.equal(relayed(track([], { tx: aes(64), rx: none }), track([], { tx: aes(200), rx: none })), 'same bytes');
  });
  it('the same amounts move at the same moments', () => {
    assert.equal(relayed(track(talk), track(moved(0, 3))), 'same moments');
  });
  it('the relay encrypts, after a handshake of its own', () => {
    assert.equal(relayed(track(talk), track(moved(4000, 20, 1.2), undefined, 200)), 'same moments');
  });
  it('the relay had a long session before', () => {
    const before = point(9e6, 9e6, 500, 600);
    assert.equal(relayed(track(talk), track([before, ...moved(9e6, 3)], undefined, 0)), 'same moments');
  });
});

describe('a session is not passed on when', () => {
  const rows: readonly (readonly [string, Track, Track])[] = [
    ['nothing was said', track([]), track([])],
    [
      'both begin alike, for a few bytes only',
      track([], { tx: aes(16), rx: none }),
      track([], { tx: aes(16), rx: none }),
    ],
    ['only one way moves', track(talk.map((p) => ({ ...p, rx: 0, rxAt: undefined }))), track(moved(0, 3))],
    ['the moments are others', track(talk), track(moved(0, 300))],
    ['less went out than came in', track(talk), track(moved(0, 3, 0.5))],
    ['much more went out than came in', track(talk), track(moved(90_000, 3))],
  ];
  for (const [what, local, far] of rows) it(what, () => assert.equal(relayed(local, far), undefined));
});

it('says something of any two sessions', () => {
  const at = fc.option(fc.double({ min: 0, max: 1e5, noNaN: true }), { nil: undefined });
  const points = fc.array(fc.record({ tx: fc.nat(), rx: fc.nat(), txAt: at, rxAt: at }), { maxLength: 16 });
  const bytes = fc.uint8Array({ maxLength: 64 });
  const any = fc.record({ startedAt: fc.nat(), first: fc.record({ tx: bytes, rx: bytes }), points });
  fc.assert(
    fc.property(any, any, (local, far) => {
      assert.ok([undefined, 'same bytes', 'same moments'].includes(relayed(local, far)));
    }),
  );
  fc.assert(
    fc.property(points, (given) => {
      // whatever moved more than a second away from everything else is no sign of a relay
      const away = given.map((p) => ({ ...p, txAt: (p.txAt ?? 0) + 2e5, rxAt: (p.rxAt ?? 0) + 2e5 }));
      const mine = given.map((p) => ({ ...p, txAt: p.txAt ?? 1, rxAt: p.rxAt ?? 1 }));
      assert.equal(relayed(track(mine, undefined, 0), track(away)), undefined);
    }),
  );
});
