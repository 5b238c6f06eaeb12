/** What openssl encrypts with. */
import type { Need } from '../../emulation.ts';
import { type Kit, quietly, type Tool } from './tool.ts';

const need: Need = { command: 'openssl', package: 'openssl' };

/** A throwaway certificate for `cms` and `smime`, and its key for `pkeyutl`. */
function certificate({ home }: Kit): void {
  const files = ['-keyout', `${home}/key`, '-out', `${home}/certificate`];
  quietly('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=emulation', ...files]);
}

const password = '-pbkdf2 -pass pass:emulation';
const enciphered = ({ tool }: Kit, out: string, cipher: string, ...more: string[]) =>
  [tool, 'enc', '-d', cipher, ...more, ...password.split(' '), '-in', out] as const;

function toCertificate(verb: 'cms' | 'smime'): Tool {
  return {
    name: `openssl-${verb}`,
    about: `openssl ${verb} -encrypt to a certificate`,
    need,
    suffix: verb === 'cms' ? '.cms' : '.p7m',
    prepare: certificate,
    command: ({ tool, home }) =>
      `${tool} ${verb} -encrypt -binary -aes256 -outform DER -in "$file" -out "$out" "${home}/certificate"`,
    undo: ({ tool, home }, out) => {
      const from = ['-binary', '-inform', 'DER', '-in', out, '-inkey', `${home}/key`];
      return [tool, verb, '-decrypt', ...from];
    },
  };
}

export const opensslTools: readonly Tool[] = [
  {
    name: 'openssl-enc',
    about: 'openssl enc with a password',
    need,
    suffix: '.enc',
    command: ({ tool }) => `${tool} enc -aes-256-cbc ${password} -in "$file" -out "$out"`,
    undo: (kit, out) => enciphered(kit, out, '-aes-256-cbc'),
  },
  {
    name: 'openssl-base64',
    about: 'openssl enc with a password, as base64',
    need,
    suffix: '.b64',
    command: ({ tool }) => `${tool} enc -chacha20 -a ${password} -in "$file" -out "$out"`,
    undo: (kit, out) => enciphered(kit, out, '-chacha20', '-a'),
  },
  {
    name: 'openssl-pipe',
    about: 'cat, gzip and openssl enc in a pipe',
    need,
    suffix: '.gz.enc',
    command: ({ tool }) => `cat -- "$file" | gzip -c | ${tool} enc -aes-128-ctr ${password} > "$out"`,
    undo: (kit, out) => ['/bin/sh', '-c', `${enciphered(kit, '"$0"', '-aes-128-ctr').join(' ')} | gzip -dc`, out],
  },
  {
    name: 'openssl-rawkey',
    about: 'openssl enc with a raw key, which leaves no header',
    need,
    suffix: '.bin',
    command: ({ tool }) => `${tool} enc -aes-256-ctr ${RAW} -in "$file" -out "$out"`,
    undo: ({ tool }, out) => [tool, 'enc', '-d', '-aes-256-ctr', ...RAW.split(' '), '-in', out],
  },
  toCertificate('cms'),
  toCertificate('smime'),
  {
    name: 'openssl-pkeyutl',
    about: 'openssl pkeyutl -encrypt, of files smaller than the key',
    need,
    suffix: '.rsa',
    kinds: ['tiny'],
    prepare: certificate,
    command: ({ tool, home }) =>
      `${tool} pkeyutl -encrypt -certin -inkey "${home}/certificate" -in "$file" -out "$out"`,
    undo: ({ tool, home }, out) => [tool, 'pkeyutl', '-decrypt', '-inkey', `${home}/key`, '-in', out],
  },
];

const RAW = `-K ${'0123456789abcdef'.repeat(4)} -iv ${'00112233'.repeat(4)}`;
