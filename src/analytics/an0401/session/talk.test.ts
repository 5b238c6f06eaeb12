/** Who begins and who ends, as the sensor counts it; the shapes are those of real sessions. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Bursts, NetSession } from '../../../event/index.ts';
import { EPOCH, makeNetSession } from '../../../event/testing/make.ts';
import { rc4 } from '../testing/ciphertext.ts';
import { helloBytes } from '../testing/client-hello.ts';
import { type SessionState, SessionTable } from './session-table.ts';
import { type Talk, talkOf } from './talk.ts';

const none: Bursts = { by: 'tx', tx: 1, rx: 0, requests: 0, commands: 0, opening: { tx: 597, rx: 2000 } };

interface Said {
  readonly bursts?: Bursts;
  /** When this side and the other spoke last, ms before the snapshot. */
  readonly tx: number;
  readonly rx: number;
  readonly first?: Uint8Array;
  readonly more?: Partial<Pick<NetSession, 'direction' | 'inherited'>>;
  /** The other side spoke first. */
  readonly greeted?: boolean;
}

function state({ bursts, tx, rx, first = new Uint8Array(0), more = {}, greeted = false }: Said): SessionState {
  const flow = (ago: number, at: number) => ({ first, bytes: 900, lastAt: EPOCH + 5000 - ago, firstAt: EPOCH + at });
  const taken = new SessionTable(4).take(
    makeNetSession({
      time: EPOCH + 5000,
      startedAt: EPOCH,
      tx: flow(tx, 20),
      rx: { ...flow(rx, greeted ? 10 : 30), first: new Uint8Array(0) },
      last: false,
      ...(bursts && { bursts }),
      ...more,
    }),
  );
  assert.ok(taken);
  return taken;
}

const tls = helloBytes('pythonAddress');

function turns(talk: Talk | undefined) {
  return talk && { commands: talk.commands, requests: talk.requests, waited: talk.waited };
}

describe('talk', () => {
  it('of a shell over TLS: it says nothing after the handshake but answers', () => {
    const bursts = { ...none, by: 'rx', rx: 3, requests: 1, commands: 2 } as const;
    const talk = turns(talkOf(state({ bursts, tx: 300, rx: 310, first: tls })));
    assert.deepEqual(talk, { commands: 3, requests: 0, waited: true });
  });

  it('of a client whose server is slow: it spoke first', () => {
    const bursts = { ...none, by: 'rx', rx: 3, requests: 1, commands: 2, opening: { tx: 597 + 87, rx: 2000 } } as const;
    assert.equal(talkOf(state({ bursts, tx: 300, rx: 310, first: tls }))?.waited, false);
  });

  it('of a client: requests, and the hello is none', () => {
    const bursts = { ...none, tx: 5, requests: 4, opening: { tx: 597 + 87, rx: 2000 } };
    const talk = turns(talkOf(state({ bursts, tx: 310, rx: 300, first: tls })));
    assert.deepEqual(talk, { commands: 0, requests: 4, waited: false });
  });

  it('counts the last burst once a silence has ended it', () => {
    const bursts = { ...none, by: 'rx', rx: 1 } as const;
    assert.equal(talkOf(state({ bursts, tx: 99, rx: 120 }))?.commands, 0);
    assert.equal(talkOf(state({ bursts, tx: 100, rx: 120 }))?.commands, 1);
    assert.equal(talkOf(state({ bursts, tx: 120, rx: 100 }))?.commands, 0);
  });

  it('without a handshake: waited who was spoken to first', () => {
    const bursts = { ...none, by: 'rx', tx: 0, rx: 1 } as const;
    const first = rc4(200);
    assert.equal(talkOf(state({ bursts, tx: 300, rx: 310, first, greeted: true }))?.waited, true);
    assert.equal(talkOf(state({ bursts, tx: 300, rx: 310, first }))?.waited, false);
  });

  it('of a client of a server that greets: it answers, and has not waited for orders', () => {
    const bursts = { ...none, by: 'rx', tx: 0, rx: 1 } as const;
    const first = new TextEncoder().encode('EHLO host.example.org\r\nMAIL FROM:<a@example.org>\r\n');
    assert.equal(talkOf(state({ bursts, tx: 300, rx: 310, first, greeted: true }))?.waited, false);
  });

  it('over TLS, to a server that is far away: the handshake is no single burst, so nothing is known', () => {
    const bursts = { ...none, by: 'rx', rx: 3, commands: 2, opening: { tx: 517, rx: 0 } } as const;
    assert.equal(talkOf(state({ bursts, tx: 300, rx: 310, first: tls }))?.waited, false);
  });

  it('over TLS, once this side has begun anything after a silence: it did not wait', () => {
    const bursts = { ...none, by: 'rx', tx: 2, rx: 3, requests: 1, commands: 2 } as const;
    assert.equal(talkOf(state({ bursts, tx: 300, rx: 310, first: tls }))?.waited, false);
  });

  it('of a session whose beginning was not seen: whether it waited is not known', () => {
    const bursts = { ...none, by: 'rx', rx: 3, requests: 1, commands: 2 } as const;
    assert.equal(talkOf(state({ bursts, tx: 300, rx: 310, first: tls, more: { inherited: true } }))?.waited, false);
  });

  it('tells how much goes each way after the opening', () => {
    const bursts = { ...none, tx: 2, rx: 2, opening: { tx: 600, rx: 840 } };
    const { said, heard } = talkOf(state({ bursts, tx: 300, rx: 310 })) ?? {};
    assert.deepEqual([said, heard], [100, 20]);
  });

  it('is not known where bursts were not counted', () => {
    assert.equal(talkOf(state({ tx: 300, rx: 310 })), undefined);
  });
});
