/**
 * Whether ciphertext comes from a tool that people also use by hand, on a few files.
 *
 * Decided by the container that was written and by which package owns the image; never by a name that whoever
 * runs it can choose. It moves the point of decision from the second file to the fourth to sixth, no more.
 *
 * @module
 */
import type { Process } from '../../../host/index.ts';
import type { Content } from '../../../stats/index.ts';

/** Packages (Debian, Fedora, Alpine names) whose programs encrypt files a person names. */
const PACKAGES: ReadonlySet<string> = new Set([
  'openssl',
  'gpg',
  'gnupg',
  'gnupg1',
  'gnupg2',
  'gpgsm',
  'gpg-agent',
  'age',
  'rage',
  'aescrypt',
  'ccrypt',
  'mcrypt',
  'scrypt',
  'zip',
  '7zip',
  'p7zip',
  'p7zip-full',
  'rar',
  'bcrypt',
  'nettle-bin',
  'ansible',
  'ansible-core',
  'pass',
  'git-crypt',
  'minisign',
  'libressl',
  'picocrypt',
  'tomb',
  'steghide',
]);

export function isHandTool(process: Process | undefined, content: Content): boolean {
  if (content.class === 'encrypted_container') return true;
  const ownership = process?.ownership;
  return ownership?.state === 'packaged' && PACKAGES.has(ownership.name.replace(/:.*/, ''));
}
