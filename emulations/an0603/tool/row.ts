/** Which tool goes through a tree in which way. */
import type { Ending, LoopForm } from './loop.ts';

export interface ToolRow {
  /** A tool's name. */
  readonly tool: string;
  readonly form: LoopForm;
  /** `remove` when absent. */
  readonly ending?: Ending;
  readonly short?: boolean;
}

export const TOOL_ROWS: readonly ToolRow[] = [
  { tool: 'openssl-enc', form: 'while', short: true },
  { tool: 'openssl-enc', form: 'for', ending: 'over' },
  { tool: 'openssl-enc', form: 'while', ending: 'cat' },
  { tool: 'openssl-enc', form: 'while', ending: 'shred' },
  { tool: 'openssl-enc', form: 'exec' },
  { tool: 'openssl-enc', form: 'xargs' },
  { tool: 'openssl-enc', form: 'after' },
  { tool: 'openssl-base64', form: 'while' },
  { tool: 'openssl-base64', form: 'xargs', ending: 'over' },
  { tool: 'openssl-pipe', form: 'while' },
  { tool: 'openssl-rawkey', form: 'while' },
  { tool: 'openssl-rawkey', form: 'exec', ending: 'over' },
  { tool: 'openssl-cms', form: 'while' },
  { tool: 'openssl-cms', form: 'xargs' },
  { tool: 'openssl-smime', form: 'while' },
  { tool: 'openssl-pkeyutl', form: 'while' },
  { tool: 'gpg-symmetric', form: 'while' },
  { tool: 'gpg-symmetric', form: 'xargs' },
  { tool: 'gpg-armored', form: 'for' },
  { tool: 'gpg-public', form: 'while', short: true },
  { tool: 'gpg-public', form: 'exec' },
  { tool: 'gpg-public', form: 'while', ending: 'shred' },
  { tool: 'gpg-multifile', form: 'many' },
  { tool: 'age', form: 'while' },
  { tool: 'age', form: 'xargs' },
  { tool: 'age', form: 'after' },
  { tool: 'ccrypt', form: 'while', ending: 'self' },
  { tool: 'ccrypt', form: 'exec', ending: 'self' },
  { tool: 'mcrypt', form: 'while' },
  { tool: 'scrypt', form: 'while' },
  { tool: '7z', form: 'while' },
  { tool: '7z', form: 'xargs' },
  { tool: 'zip', form: 'while' },
  { tool: 'zip', form: 'xargs', ending: 'over' },
];

export const FORMS: Readonly<Record<LoopForm, string>> = {
  while: 'in a shell loop',
  for: 'in a for loop',
  exec: 'by find -exec, a shell for each file',
  xargs: 'by xargs -P 4, a shell for each file',
  after: 'over the whole tree before any original goes',
  many: 'at once',
};

export const ENDINGS: Readonly<Record<Ending, string>> = {
  remove: 'the original is removed',
  over: 'the ciphertext takes its name',
  cat: 'the ciphertext is written over it',
  shred: 'the original is shredded',
  self: 'the original goes by the tool itself',
};
