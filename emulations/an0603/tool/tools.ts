/** Command-line tools that encrypt a file, each with the one command that its own manual gives. */
import { execFileSync } from 'node:child_process';
import type { Need } from '../../emulation.ts';

/** Words that a tool's commands need: paths of programs and of files made for it. */
export interface Kit {
  /** The tool, by its path, as it is to be run. */
  readonly tool: string;
  /** An empty directory of the tool's own. */
  readonly home: string;
}

export interface Tool {
  /** kebab-case, for ids. */
  readonly name: string;
  readonly about: string;
  readonly need: Need;
  readonly suffix: string;
  /** Shell text that makes `$out` from `$file`. */
  readonly command: (kit: Kit) => string;
  /** The tool names what it makes itself: the original's name and `suffix`. */
  readonly names?: boolean;
  /** The tool removes or replaces the original itself. */
  readonly removes?: boolean;
  /** What has to be there before the attack begins: keys. */
  readonly prepare?: (kit: Kit) => void;
  /** What has to end after it: agents. */
  readonly finish?: (kit: Kit) => void;
  /** The command that prints the plaintext of `out`. */
  readonly undo: (kit: Kit, out: string) => readonly [file: string, ...args: string[]];
}

const openssl: Need = { command: 'openssl', package: 'openssl' };
const gpg: Need = { command: 'gpg', package: 'gnupg' };
const gpgSymmetric = ({ tool, home }: Kit) =>
  `${tool} --homedir "${home}" --quiet --batch --pinentry-mode loopback --passphrase emulation`;

function endAgent({ home }: Kit): void {
  execFileSync('gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'ignore' });
}

/** A throwaway certificate for `cms` and `smime`. */
function certificate({ tool, home }: Kit): void {
  const files = ['-keyout', `${home}/key`, '-out', `${home}/certificate`];
  execFileSync(tool, ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=emulation', ...files], {
    stdio: 'ignore',
  });
}

export const tools: readonly Tool[] = [
  {
    name: 'openssl-enc',
    about: 'openssl enc with a password',
    need: openssl,
    suffix: '.enc',
    command: ({ tool }) => `${tool} enc -aes-256-cbc -pbkdf2 -pass pass:emulation -in "$file" -out "$out"`,
    undo: ({ tool }, out) => [tool, 'enc', '-d', '-aes-256-cbc', '-pbkdf2', '-pass', 'pass:emulation', '-in', out],
  },
  {
    name: 'gpg-symmetric',
    about: 'gpg -c',
    need: gpg,
    suffix: '.gpg',
    command: (kit) => `${gpgSymmetric(kit)} -o "$out" -c "$file"`,
    finish: endAgent,
    undo: (kit, out) => ['/bin/sh', '-c', `${gpgSymmetric(kit)} -d "$0"`, out],
  },
  {
    name: 'openssl-cms',
    about: 'openssl cms -encrypt to a certificate',
    need: openssl,
    suffix: '.cms',
    prepare: certificate,
    command: ({ tool, home }) =>
      `${tool} cms -encrypt -binary -aes256 -outform DER -in "$file" -out "$out" "${home}/certificate"`,
    undo: ({ tool, home }, out) => [
      ...([tool, 'cms', '-decrypt', '-binary', '-inform', 'DER', '-in', out] as const),
      ...['-inkey', `${home}/key`],
    ],
  },
];
