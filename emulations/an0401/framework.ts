/** The shapes of command-and-control frameworks over TLS: beacons, and commands, by static programs. */
import type { Emulation } from '../emulation.ts';
import { lengthOf, PACES } from './beacon.ts';
import { build, TLS_COMPILER } from './build.ts';
import { session } from './session.ts';

const LIBRARIES = ['-lssl', '-lcrypto'];

interface Framework {
  readonly name: string;
  readonly row: string;
  readonly about: string;
  /** The server that it names, or `-`. */
  readonly server: string;
  readonly alpn: string;
  readonly sessions: 'each' | 'one';
}

const FRAMEWORKS: readonly Framework[] = [
  {
    name: 'sliver',
    row: 'Sliver',
    about: 'mutual TLS to an address, without names',
    server: '-',
    alpn: '-',
    sessions: 'each',
  },
  {
    name: 'merlin',
    row: 'Merlin',
    about: 'h2 to a named server in one session',
    server: 'updates.example.org',
    alpn: 'h2',
    sessions: 'one',
  },
  {
    name: 'poseidon',
    row: 'Poseidon',
    about: 'h2 or http/1.1 to a named server, in a session each',
    server: 'cdn.example.org',
    alpn: 'h2,http/1.1',
    sessions: 'each',
  },
];

const protocols = (alpn: string) => (alpn === '-' ? {} : { alpn: alpn.split(',') });

const beacons = FRAMEWORKS.flatMap(({ name, row, about, server, alpn, sessions }) =>
  PACES.map(({ word, count, interval, jitter }) =>
    session({
      name: `${name}${word}`,
      row,
      about: `calls back every ${interval} s ± ${jitter * 100} %: ${about}`,
      needs: TLS_COMPILER,
      lasts: lengthOf({ word, count, interval, jitter }),
      peer: {
        transport: 'tls',
        wire: { form: 'framed' },
        talk: { kind: 'beacons', count },
        patience: Math.max(15, 2 * interval),
        ...protocols(alpn),
      },
      implant: async (ground, { address, port }) => ({
        file: ground.program(
          await build({ name: 'tls-beacon', sources: ['tls-beacon', 'tls', 'schedule'], libraries: LIBRARIES }),
          true,
        ),
        args: [address, String(port), server, alpn, sessions, String(count), String(interval), String(jitter)],
      }),
    }),
  ),
);

const BYTES = 16 << 20;

export const frameworks: readonly Emulation[] = [
  ...beacons,
  session({
    name: 'sliver-session',
    row: 'Sliver',
    about: 'takes commands over mutual TLS to an address, without names',
    needs: TLS_COMPILER,
    peer: { transport: 'tls', wire: { form: 'framed' }, talk: { kind: 'commands' } },
    implant: async (ground, { address, port }) => ({
      file: ground.program(
        await build({ name: 'tls-command', sources: ['tls-command', 'tls', 'answers'], libraries: LIBRARIES }),
        true,
      ),
      args: [address, String(port), '-', '-'],
    }),
  }),
  session({
    name: 'upload-tls',
    row: 'upload with rclone-like asymmetry',
    about: `a program of no package sends ${BYTES >> 20} MiB over TLS to a named server, as rclone does`,
    needs: TLS_COMPILER,
    peer: {
      transport: 'tls',
      wire: { form: 'framed' },
      talk: { kind: 'upload', bytes: BYTES },
      alpn: ['h2', 'http/1.1'],
    },
    implant: async (ground, { address, port }) => ({
      file: ground.program(
        await build({ name: 'tls-upload', sources: ['tls-upload', 'tls'], libraries: LIBRARIES }),
        true,
      ),
      args: [address, String(port), 's3.example.org', 'h2,http/1.1', String(BYTES)],
    }),
  }),
];
