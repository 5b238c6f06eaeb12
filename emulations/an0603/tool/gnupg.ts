/** What gpg encrypts with. */
import type { Need } from '../../emulation.ts';
import { type Kit, quietly, type Tool } from './tool.ts';

const need: Need = { command: 'gpg', package: 'gnupg' };
const alone = ({ tool, home }: Kit) => `${tool} --homedir "${home}" --quiet --batch`;
const withPassword = (kit: Kit) => `${alone(kit)} --pinentry-mode loopback --passphrase emulation`;

const finish = ({ home }: Kit) => quietly('gpgconf', ['--homedir', home, '--kill', 'all']);

/** A throwaway key without a password. */
function key({ home }: Kit): void {
  const batch = ['--homedir', home, '--batch', '--pinentry-mode', 'loopback', '--passphrase', ''];
  quietly('gpg', [...batch, '--quick-generate-key', 'emulation', 'rsa2048', 'encrypt,sign']);
}

const toKey = (kit: Kit) => `${alone(kit)} --trust-model always -r emulation`;
const undo = (words: (kit: Kit) => string) => (kit: Kit, out: string) =>
  ['/bin/sh', '-c', `${words(kit)} -d "$0"`, out] as const;

export const gpgTools: readonly Tool[] = [
  {
    name: 'gpg-symmetric',
    about: 'gpg -c',
    need,
    suffix: '.gpg',
    command: (kit) => `${withPassword(kit)} -o "$out" -c "$file"`,
    finish,
    undo: undo(withPassword),
  },
  {
    name: 'gpg-armored',
    about: 'gpg -c -a, by a weak derivation of its key',
    need,
    suffix: '.asc',
    command: (kit) => `${withPassword(kit)} --s2k-mode 0 --armor -o "$out" -c "$file"`,
    finish,
    undo: undo(withPassword),
  },
  {
    name: 'gpg-public',
    about: 'gpg -e to a key',
    need,
    suffix: '.gpg',
    prepare: key,
    command: (kit) => `${toKey(kit)} -o "$out" -e "$file"`,
    finish,
    undo: undo(alone),
  },
  {
    name: 'gpg-multifile',
    about: 'gpg --multifile -e, all files in one execution',
    need,
    suffix: '.gpg',
    names: true,
    prepare: key,
    command: (kit) => `${toKey(kit)} --multifile -e $files`,
    finish,
    undo: undo(alone),
  },
];
