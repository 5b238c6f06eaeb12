/** Datagrams that are something else than they seem, or that pass the kernel's usual sockets by. */
import type { Emulation } from '../emulation.ts';
import { which } from '../which.ts';
import { build, COMPILER } from './build.ts';
import { KEY } from './peer/cipher.ts';
import { ANSWERS, placed } from './script.ts';
import { session } from './session.ts';

const SOURCES = ['dressed', 'answers', 'cipher-chacha20'];

export const datagrams: readonly Emulation[] = [
  session({
    name: 'quic-like',
    row: 'QUIC-like UDP',
    about: 'commands in datagrams with a header of QUIC and no QUIC beneath',
    needs: COMPILER,
    peer: { transport: 'udp', wire: { form: 'quic' }, talk: { kind: 'commands' } },
    implant: async (ground, { address, port }) => ({
      file: ground.program(await build({ name: 'quic', sources: ['quic', ...SOURCES] }), true),
      args: [address, String(port)],
    }),
  }),
  session({
    name: 'raw-icmp',
    row: 'raw and packet sockets',
    about: 'commands in ICMP echoes on a raw socket',
    needs: [...COMPILER, { command: 'python3', package: 'python3' }],
    peer: { transport: 'icmp', wire: { form: 'sealed', cipher: 'chacha20' }, talk: { kind: 'commands' } },
    implant: async (ground, { address }) => ({
      file: ground.program(await build({ name: 'echo', sources: ['echo', ...SOURCES] }), true),
      args: [address],
    }),
  }),
  session({
    name: 'raw-icmp-python',
    row: 'raw and packet sockets',
    about: 'commands in ICMP echoes on a raw socket, by a Python script with RC4 of its own',
    needs: [{ command: 'python3', package: 'python3' }],
    peer: { transport: 'icmp', wire: { form: 'sealed', cipher: 'rc4' }, talk: { kind: 'commands' } },
    implant: (ground, { address }) => ({
      file: ground.program(which('python3')),
      args: [placed(ground, 'echo.py'), address, ANSWERS, KEY.toString()],
    }),
  }),
  session({
    name: 'packet-socket',
    row: 'raw and packet sockets',
    about: 'commands in UDP datagrams written and read on a packet socket',
    needs: COMPILER,
    peer: { transport: 'udp', wire: { form: 'sealed', cipher: 'chacha20' }, talk: { kind: 'commands' } },
    implant: async (ground, { address, port, namespace }) => ({
      file: ground.program(await build({ name: 'packet', sources: ['packet', ...SOURCES] }), true),
      args: [address, String(port), namespace.interface, namespace.here],
    }),
  }),
];
