/** Which moments show that a process passes on what it is given: those of either end of the unix socket. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EPOCH, makeNetSession } from '../../../event/testing/make.ts';
import { RelayTable } from './relay-table.ts';
import { type SessionState, SessionTable } from './session-table.ts';

/** Bytes that had moved each way, and when last, in one snapshot. */
interface Seen {
  readonly tx: number;
  readonly rx: number;
  readonly txAt: number;
  readonly rxAt: number;
}

function snapshot(pid: number, socket: string, index: number, seen: Seen, peer?: string) {
  const flow = (bytes: number, at: number) => ({ bytes, messages: index + 1, firstAt: EPOCH, lastAt: EPOCH + at });
  return makeNetSession({
    ...{ pid, socket, snapshots: index, last: false, time: EPOCH + Math.max(seen.txAt, seen.rxAt) + 60 },
    ...{ startedAt: EPOCH, tx: flow(seen.tx, seen.txAt), rx: flow(seen.rx, seen.rxAt) },
    ...(peer !== undefined && { protocol: 'unix', unix: { name: '/run/relay', socket: peer } }),
  });
}

/** A message each way every 300 ms; a program's sessions are told at other moments than another's. */
const at = (n: number): Seen => ({ tx: 100 * n, rx: 40 * n, txAt: 300 * n, rxAt: 300 * n + 20 });
const swapped = ({ tx, rx, txAt, rxAt }: Seen): Seen => ({ tx: rx, rx: tx, txAt: rxAt, rxAt: txAt });

/** @param heard whether the relay's own end was seen as well */
function leads(heard: boolean): boolean {
  const table = new RelayTable(16);
  const sessions = new SessionTable(16);
  let found = false;
  for (let i = 0; i < 4; i++) {
    const user = table.take(snapshot(10, 'socket:1', i, at(1 + 3 * i), 'socket:2'));
    const end = heard ? swapped(at(2 + 3 * i)) : { tx: 0, rx: 0, txAt: 1, rxAt: 1 };
    table.take(snapshot(20, 'socket:2', i, end, 'socket:1'));
    const far = sessions.take(snapshot(20, 'socket:3', i, at(2 + 3 * i))) as SessionState;
    if (user !== undefined) found = table.leads(user, far);
  }
  return found;
}

describe('a relay shows', () => {
  it('in what it heard itself, though its user was never seen at the same moment', () => assert.ok(leads(true)));
  it('not in what its user said at other moments', () => assert.ok(!leads(false)));
});
