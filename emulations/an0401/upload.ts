/** Uploads: much goes out, little comes in. */
import type { Emulation } from '../emulation.ts';
import { build, COMPILER } from './build.ts';
import { CIPHERS } from './command-channel.ts';
import { session } from './session.ts';

const BYTES = 8 << 20;

export const uploads: readonly Emulation[] = CIPHERS.filter(({ word }) => word === 'chacha20').map(
  ({ name, word, sources }) =>
    session({
      name: `upload-${word}`,
      row: 'upload with rclone-like asymmetry',
      about: `a static program with ${word} of its own sends ${BYTES >> 20} MiB over TCP`,
      needs: COMPILER,
      peer: { transport: 'tcp', wire: { form: 'sealed', cipher: name }, talk: { kind: 'upload', bytes: BYTES } },
      implant: async (ground, { address, port }) => ({
        file: ground.program(await build({ name: `upload-${word}`, sources: ['upload', 'frames', ...sources] }), true),
        args: [address, String(port), String(BYTES)],
      }),
    }),
);
