/** Callbacks of the frameworks' rhythms that are not the usual one, each fast enough to wait for: 20 s at the most. */
import type { Emulation } from '../emulation.ts';
import { build, COMPILER, TLS_COMPILER } from './build.ts';
import { session } from './session.ts';

interface Rhythm {
  readonly name: string;
  readonly row: string;
  readonly about: string;
  readonly sessions: 'one' | 'each' | 'new';
  readonly count: number;
  /** s, with `xGROWTH` or `,OTHER`. */
  readonly interval: string;
  /** Share of the interval, either way, with `+PAD` in bytes. */
  readonly jitter: string;
}

/** All over TLS to an address without names. */
const RHYTHMS: readonly Rhythm[] = [
  {
    name: 'merlin-padded',
    row: 'Merlin',
    about: 'every 2 s ± 10 %, in one session, padded to 4 KiB at random',
    sessions: 'one',
    count: 9,
    interval: '2',
    jitter: '0.1+4096',
  },
  {
    name: 'meterpreter-https',
    row: 'Meterpreter',
    about: 'every 1.5 s by a timer, in a session each',
    sessions: 'each',
    count: 9,
    interval: '1.5',
    jitter: '0.01',
  },
  {
    name: 'beacon-backoff',
    row: 'growing intervals',
    about: 'each interval half as long again as the one before',
    sessions: 'each',
    count: 7,
    interval: '1.2x1.4',
    jitter: '0.05',
  },
  {
    name: 'beacon-two-intervals',
    row: 'two intervals',
    about: 'every 1.2 s and every 3 s by turns',
    sessions: 'each',
    count: 9,
    interval: '1.2,3',
    jitter: '0.05',
  },
  {
    name: 'beacon-processes',
    row: 'a new process for each callback',
    about: 'every 2 s ± 30 %, by a new process each',
    sessions: 'new',
    count: 8,
    interval: '2',
    jitter: '0.3',
  },
];

const overTls = RHYTHMS.map(({ name, row, about, sessions, count, interval, jitter }) =>
  session({
    name,
    row,
    about: `calls back over TLS to an address without names: ${about}`,
    needs: TLS_COMPILER,
    peer: { transport: 'tls', wire: { form: 'framed' }, talk: { kind: 'beacons', count } },
    implant: async (ground, { address, port }) => ({
      file: ground.program(
        await build({
          name: 'tls-beacon',
          sources: ['tls-beacon', 'tls', 'schedule'],
          libraries: ['-lssl', '-lcrypto'],
        }),
        true,
      ),
      args: [address, String(port), '-', '-', sessions, String(count), interval, jitter],
    }),
  }),
);

const COUNT = 8;

export const rhythms: readonly Emulation[] = [
  ...overTls,
  session({
    name: 'poseidon-http',
    row: 'Poseidon',
    about: 'posts base64 of a name and ciphertext over plain http every 2 s ± 23 %',
    needs: COMPILER,
    peer: {
      transport: 'tcp',
      wire: { form: 'posted', cipher: 'aes-256-ctr' },
      talk: { kind: 'beacons', count: COUNT, hangsUp: true },
    },
    implant: async (ground, { address, port }) => ({
      file: ground.program(
        await build({
          name: 'http-beacon',
          sources: ['http-beacon', 'base64', 'schedule', 'dressed', 'cipher-aes', 'aes'],
        }),
        true,
      ),
      args: [address, String(port), String(COUNT), '2', '0.23'],
    }),
  }),
];
