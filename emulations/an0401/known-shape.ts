/** Shapes of implants that are known by name, rebuilt from what is published of their wire: nothing of theirs is in here. */
import { spawnSync } from 'node:child_process';
import type { Emulation } from '../emulation.ts';
import { build, COMPILER } from './build.ts';
import { type SessionPlan, session } from './session.ts';

const rc4 = ['frames', 'answers', 'cipher-rc4'];

/** @param name what it calls itself once it runs */
function tinyShell(...name: readonly string[]): SessionPlan['implant'] {
  return async (ground, { address, port }) => ({
    file: ground.program(await build({ name: 'tiny-shell', sources: ['tiny-shell', 'answers', 'aes', 'sha1'] }), true),
    args: [address, String(port), ...name],
  });
}

export const knownShapes: readonly Emulation[] = [
  session({
    name: 'tiny-shell',
    row: 'Tiny-SHell',
    about: 'seeds, a challenge, then commands under AES-128-CBC with an HMAC each',
    needs: COMPILER,
    peer: { transport: 'tcp', wire: { form: 'tiny-shell' }, talk: { kind: 'commands' } },
    implant: tinyShell(),
  }),
  session({
    name: 'rekoobe',
    row: 'Rekoobe',
    about: 'the same by a program that calls itself /bin/bash once it runs',
    needs: COMPILER,
    peer: { transport: 'tcp', wire: { form: 'tiny-shell' }, talk: { kind: 'commands' } },
    implant: tinyShell('/bin/bash'),
  }),
  session({
    name: 'bpfdoor',
    row: 'BPFDoor',
    about: 'a filter on a packet socket waits for a magic datagram, then RC4 to the peer',
    needs: COMPILER,
    peer: { transport: 'tcp', wire: { form: 'sealed', cipher: 'rc4' }, talk: { kind: 'commands' } },
    implant: async (ground, { address, port, namespace }) => ({
      file: ground.program(await build({ name: 'knock', sources: ['knock', ...rc4] }), true),
      args: [address, String(port), namespace.interface],
    }),
    beside: async (ground, { namespace }) => {
      const knock = `import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"\\x72\\x55emulation", ("${namespace.here}", 9))`;
      // until it listens, a knock is not heard: so several
      for (let i = 0; i < 5 && !ground.signal.aborted; i += 1) {
        await new Promise((resolve) => setTimeout(resolve, 150));
        const [file, ...args] = namespace.inside(['python3', '-c', knock]);
        spawnSync(file, args, { timeout: 5000 });
      }
    },
  }),
  session({
    name: 'meterpreter',
    row: 'Meterpreter',
    about: 'takes a stage, then packets under a XOR key in front of each, later AES-256-CBC beneath',
    needs: COMPILER,
    peer: { transport: 'tcp', wire: { form: 'stage' }, talk: { kind: 'commands' } },
    implant: async (ground, { address, port }) => ({
      file: ground.program(await build({ name: 'stage', sources: ['stage', 'answers', 'aes'] }), true),
      args: [address, String(port)],
    }),
  }),
  session({
    name: 'dlopen-libcrypto',
    row: 'a C program that dlopens libcrypto',
    about: 'a program of C opens libcrypto when it runs and takes commands under AES-256 of it',
    needs: COMPILER,
    peer: { transport: 'tcp', wire: { form: 'sealed', cipher: 'aes-256-ctr' }, talk: { kind: 'commands' } },
    implant: async (ground, { address, port }) => ({
      file: ground.program(
        await build({ name: 'dlopen', sources: ['dlopen', 'answers'], libraries: ['-ldl'], dynamic: true }),
        true,
      ),
      args: ['libcrypto.so.3', address, String(port)],
    }),
  }),
];
