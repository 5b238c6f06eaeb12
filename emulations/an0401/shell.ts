/** Shells that are commanded through a program with the cryptography. The commands are the peer's own, and harmless. */
import type { Emulation } from '../emulation.ts';
import type { Ground } from '../ground.ts';
import { which } from '../which.ts';
import { KEY } from './peer/cipher.ts';
import type { PeerPlan } from './peer/plan.ts';
import { ANSWERS, placed } from './script.ts';
import { session } from './session.ts';

const typed: PeerPlan = { transport: 'tls', wire: { form: 'text' }, talk: { kind: 'shell' } };

/** An interactive shell tells of what it sends before each prompt. */
export function tellingShell(ground: Ground): Readonly<Record<string, string>> {
  return { HOME: ground.directory, PROMPT_COMMAND: 'echo "$EPOCHREALTIME @payload" >&3', EMULATION_TOLD: '1' };
}

const POLLS = 6;

export const shells: readonly Emulation[] = [
  session({
    name: 'fifo-shell',
    row: 'openssl s_client shell over a fifo',
    about: 'an interactive bash whose ends go through a fifo and openssl s_client',
    short: true,
    peer: typed,
    implant: (ground, { address, port }) => ({
      file: '/bin/bash',
      args: [placed(ground, 'fifo-shell.sh'), address, String(port), ground.folder('tmp')],
      env: {
        ...tellingShell(ground),
        OPENSSL: ground.program(which('openssl')),
        SHELL_PROGRAM: ground.program('/bin/bash'),
      },
    }),
  }),
  session({
    name: 'python-tls',
    row: 'python with ssl',
    about: 'a Python script runs what it is sent over TLS and returns what that printed',
    needs: [{ command: 'python3', package: 'python3' }],
    short: true,
    peer: typed,
    implant: (ground, { address, port }) => ({
      file: ground.program(which('python3')),
      args: [placed(ground, 'tls-shell.py'), address, String(port)],
      env: tellingShell(ground),
    }),
  }),
  session({
    name: 'bash-openssl-enc',
    row: 'bash /dev/tcp with openssl enc',
    about: 'bash opens the socket itself and puts each message through openssl enc',
    peer: { transport: 'tcp', wire: { form: 'salted' }, talk: { kind: 'commands' } },
    implant: (ground, { address, port }) => ({
      file: ground.program('/bin/bash'),
      args: [placed(ground, 'enc-shell.sh'), address, String(port), ANSWERS, KEY.toString()],
      env: { OPENSSL: ground.program(which('openssl')) },
    }),
  }),
  session({
    name: 'curl-loop',
    row: 'commands by curl, output by curl',
    about: `a shell fetches commands with curl, runs them, and sends what they print with curl, ${POLLS} times`,
    needs: [{ command: 'curl', package: 'curl' }],
    peer: { transport: 'tls', wire: { form: 'text' }, talk: { kind: 'polls', count: POLLS } },
    implant: (ground, { address, port }) => ({
      file: ground.program('/bin/bash'),
      args: [placed(ground, 'curl-loop.sh'), address, String(port), String(POLLS), '2'],
      env: { CURL: ground.program(which('curl')), SHELL_PROGRAM: ground.program('/bin/bash') },
    }),
  }),
];
