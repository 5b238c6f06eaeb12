/** Interpreters that talk to their peer by themselves: over TLS, or under a cipher of their own. */
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Emulation, Need } from '../emulation.ts';
import type { Ground } from '../ground.ts';
import { which } from '../which.ts';
import { KEY } from './peer/cipher.ts';
import type { Transport, Wire } from './peer/plan.ts';
import { session } from './session.ts';

const FOLDER = fileURLToPath(new URL('script', import.meta.url));

interface Row {
  readonly name: string;
  readonly row: string;
  readonly about: string;
  /** A command, or a path. */
  readonly interpreter: string;
  readonly needs?: readonly Need[];
  readonly script: string;
  readonly wire: Wire;
  readonly transport?: Transport;
  readonly more?: readonly string[];
  /** The option after which its code stands on the command line. */
  readonly inline?: string;
  readonly short?: boolean;
}

const PYTHON: readonly Need[] = [{ command: 'python3', package: 'python3' }];
const PERL: readonly Need[] = [{ command: 'perl', package: 'perl' }];
const PHP: readonly Need[] = [{ command: 'php', package: 'php-cli' }];
const aes: Wire = { form: 'sealed', cipher: 'aes-256-ctr' };
const rc4: Wire = { form: 'sealed', cipher: 'rc4' };
const framed: Wire = { form: 'framed' };

const ROWS: readonly Row[] = [
  {
    name: 'python-rc4',
    row: 'python with RC4',
    about: 'a Python script with RC4 of its own takes commands over TCP',
    interpreter: 'python3',
    needs: PYTHON,
    script: 'rc4.py',
    wire: rc4,
    short: true,
  },
  {
    name: 'python-rc4-inline',
    row: 'python with RC4',
    about: 'the same, given on the command line',
    interpreter: 'python3',
    needs: PYTHON,
    script: 'rc4.py',
    wire: rc4,
    inline: '-c',
  },
  {
    name: 'python-aes',
    row: 'python with AES',
    about: 'a Python script with AES of its own takes commands over TCP',
    interpreter: 'python3',
    needs: PYTHON,
    script: 'aes.py',
    wire: aes,
  },
  {
    name: 'python-libcrypto',
    row: 'python with AES',
    about: 'a Python script that reaches libcrypto by ctypes takes commands over TCP',
    interpreter: 'python3',
    needs: PYTHON,
    script: 'libcrypto.py',
    wire: aes,
  },
  {
    name: 'python-tls-named',
    row: 'python with ssl',
    about: 'a Python script takes commands over TLS, where it names a server and negotiates http/1.1',
    interpreter: 'python3',
    needs: PYTHON,
    script: 'named-tls.py',
    wire: framed,
    transport: 'tls',
  },
  {
    name: 'perl-rc4',
    row: 'perl',
    about: 'a Perl script with RC4 of its own takes commands over TCP',
    interpreter: 'perl',
    needs: PERL,
    script: 'rc4.pl',
    wire: rc4,
    short: true,
  },
  {
    name: 'perl-rc4-base64',
    row: 'perl',
    about: 'the same, each message in a line of base64, given on the command line',
    interpreter: 'perl',
    needs: PERL,
    script: 'rc4.pl',
    wire: { ...rc4, encoding: 'base64' },
    more: ['base64'],
    inline: '-e',
  },
  {
    name: 'perl-tls',
    row: 'perl',
    about: 'a Perl script takes commands over TLS by IO::Socket::SSL',
    interpreter: 'perl',
    needs: [...PERL, { command: '/usr/share/perl5/IO/Socket/SSL.pm', package: 'libio-socket-ssl-perl' }],
    script: 'tls.pl',
    wire: framed,
    transport: 'tls',
  },
  {
    name: 'php-aes',
    row: 'php',
    about: 'a PHP script with AES takes commands over TCP, each message in a line of base64',
    interpreter: 'php',
    needs: PHP,
    script: 'aes.php',
    wire: { ...aes, encoding: 'base64' },
  },
  {
    name: 'php-tls',
    row: 'php',
    about: 'a PHP script takes commands over TLS',
    interpreter: 'php',
    needs: PHP,
    script: 'tls.php',
    wire: framed,
    transport: 'tls',
  },
  {
    name: 'node-tls',
    row: 'node',
    about: 'a script of Node takes commands over TLS',
    interpreter: process.execPath,
    script: 'channel.mjs',
    wire: framed,
    transport: 'tls',
    more: ['tls'],
    short: true,
  },
  {
    name: 'node-aes',
    row: 'node',
    about: 'a script of Node with AES takes commands over TCP',
    interpreter: process.execPath,
    script: 'channel.mjs',
    wire: aes,
    more: ['aes'],
  },
];

/** What the scripts of Python import. */
const MODULE = 'channel.py';

/** A script as one text, for a command line. */
function whole(script: string): string {
  const text = readFileSync(join(FOLDER, script), 'utf8');
  if (!script.endsWith('.py')) return text;
  return readFileSync(join(FOLDER, MODULE), 'utf8') + text.replace(/^from channel import .*$/m, '');
}

/** The script where it is, or a copy under another name when names are ablated. */
export function placed(ground: Ground, script: string): string {
  const path = join(FOLDER, script);
  if (!ground.ablated) return path;
  const folder = ground.folder('lib');
  if (script.endsWith('.py')) copyFileSync(join(FOLDER, MODULE), join(folder, MODULE));
  const copy = join(folder, ground.name(script.replace(/\..*/, '')) + script.replace(/^[^.]*/, ''));
  copyFileSync(path, copy);
  return copy;
}

export const ANSWERS = join(FOLDER, 'answers.json');

export const scripts: readonly Emulation[] = ROWS.map((row) =>
  session({
    ...row,
    peer: { transport: row.transport ?? 'tcp', wire: row.wire, talk: { kind: 'commands' } },
    implant: (ground, { address, port }) => {
      const { interpreter, script, inline, more = [] } = row;
      const code = inline === undefined ? [placed(ground, script)] : [inline, whole(script)];
      return {
        file: ground.program(interpreter.startsWith('/') ? interpreter : which(interpreter)),
        args: [...code, address, String(port), ANSWERS, KEY.toString(), ...more],
      };
    },
  }),
);
