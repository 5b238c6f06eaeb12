/** What a process was answered, and whose session that explains. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EPOCH, keyOf, makeFlow, makeNetSession } from '../../../event/testing/make.ts';
import type { Process } from '../../../host/index.ts';
import { dnsResponse } from '../../../stats/testing/dns-response.ts';
import { Scene } from '../testing/scene.ts';
import { AnswerTable } from './answer-table.ts';

const MINUTE = 60_000;
const V6 = [0x20, 1, 0xd, 0xb8, ...new Array<number>(11).fill(0), 9];

const scene = new Scene();
scene.start({ pid: 500, path: '/opt/own/agent' });
const process = scene.host.process(keyOf(500)) as Process;

interface Told {
  readonly at: number;
  readonly name?: string;
  readonly address?: readonly number[];
  readonly port?: number;
  readonly tcp?: boolean;
}

/** A snapshot of a session to a resolver whose first answer came at `at`. */
function answered({ at, name = 'a.example', address = [198, 51, 100, 7], tcp = false, port = 53 }: Told) {
  const bytes = dnsResponse({ name, addresses: [address] });
  const first = tcp ? Uint8Array.from([0, bytes.length, ...bytes]) : bytes;
  return makeNetSession({
    ...{ pid: 500, time: EPOCH + at + 1000, protocol: tcp ? 'tcp' : 'udp', remote: { address: '10.20.0.53', port } },
    rx: makeFlow({ first, bytes: first.length, firstAt: EPOCH + at, lastAt: EPOCH + at + 900 }),
  });
}

/** @returns the name for a session to `address` that begins at `at` */
function nameOf(told: readonly Told[], at: number, address = '198.51.100.7', limit = 64): string | undefined {
  const table = new AnswerTable(limit);
  for (const each of told) table.take(answered(each));
  return table.of(process, makeNetSession({ startedAt: EPOCH + at, remote: { address, port: 443 } }), scene.host);
}

describe('a session is to a server that was looked up when', () => {
  const rows: readonly (readonly [what: string, name: string | undefined])[] = [
    ['its address was an answer', nameOf([{ at: 0 }], 100)],
    ['it was one over TCP', nameOf([{ at: 0, tcp: true }], 100)],
    ['it was one of IPv6', nameOf([{ at: 0, address: V6 }], 100, '2001:db8::9')],
    ['an older answer is told once more', nameOf([{ at: 8 * MINUTE }, { at: 0, name: 'b.example' }], 17 * MINUTE)],
    ['the answer is told after it began', nameOf([{ at: 0 }], -1)],
  ];
  for (const [what, name] of rows) it(what, () => assert.equal(name, 'a.example'));
});

describe('a session is to an address that is carried when', () => {
  const rows: readonly (readonly [what: string, name: string | undefined])[] = [
    ['another address was the answer', nameOf([{ at: 0 }], 100, '198.51.100.8')],
    ['the answer is older than ten minutes', nameOf([{ at: 0 }], 10 * MINUTE + 1)],
    ['nobody asked a resolver', nameOf([{ at: 0, port: 5300 }], 100)],
    [
      'so many answers came since that it had to go',
      nameOf(
        [{ at: 0 }, ...Array.from({ length: 8 }, (_, i) => ({ at: 0, address: [10, 0, 0, i] }))],
        100,
        undefined,
        4,
      ),
    ],
  ];
  for (const [what, name] of rows) it(what, () => assert.equal(name, undefined));
});
