/** Static implants of C with a cipher of their own that take commands, over TCP and UDP, v4 and v6. */
import type { Emulation } from '../emulation.ts';
import { build, COMPILER } from './build.ts';
import type { CipherName } from './peer/plan.ts';
import { session } from './session.ts';

interface Cipher {
  readonly name: CipherName;
  readonly word: string;
  readonly sources: readonly string[];
}

export const CIPHERS: readonly Cipher[] = [
  { name: 'aes-256-ctr', word: 'aes', sources: ['cipher-aes', 'aes'] },
  { name: 'rc4', word: 'rc4', sources: ['cipher-rc4'] },
  { name: 'chacha20', word: 'chacha20', sources: ['cipher-chacha20'] },
];

const WAYS = [
  { transport: 'tcp', six: false, word: 'tcp' },
  { transport: 'udp', six: false, word: 'udp' },
  { transport: 'tcp', six: true, word: 'tcp6' },
  { transport: 'udp', six: true, word: 'udp6' },
] as const;

/** Those of the short form: each cipher once, each way once. */
const SHORT = ['aes-tcp', 'rc4-tcp6', 'chacha20-udp'];

export const commandChannels: readonly Emulation[] = CIPHERS.flatMap(({ name, word, sources }) =>
  WAYS.map(({ transport, six, word: way }) =>
    session({
      name: `static-${word}-${way}`,
      row: `static ${word} implant`,
      about: `a static program with ${word} of its own takes commands over ${transport.toUpperCase()}${six ? ' on IPv6' : ''}`,
      needs: COMPILER,
      short: SHORT.includes(`${word}-${way}`),
      six,
      peer: { transport, wire: { form: 'sealed', cipher: name }, talk: { kind: 'commands' } },
      implant: async (ground, { address, port }) => ({
        file: ground.program(
          await build({ name: `command-${word}`, sources: ['command', 'frames', 'answers', ...sources] }),
          true,
        ),
        args: [transport, address, String(port)],
      }),
    }),
  ),
);
