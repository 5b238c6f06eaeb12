/** What Cipherwatch is compared with, on the same recordings. */
import type { Comparator } from './comparator.ts';
import { cryptoConnects } from './crypto-connects.ts';
import { elasticOpenssl } from './elastic-openssl.ts';
import { elasticRename } from './elastic-rename.ts';
import { entropy } from './entropy.ts';
import { fullyEncrypted } from './fully-encrypted.ts';
import { renameCount } from './rename-count.ts';
import { rita } from './rita.ts';

export type { Comparator, Judge } from './comparator.ts';

export const comparators: readonly Comparator[] = [
  elasticOpenssl,
  elasticRename,
  entropy,
  renameCount,
  rita,
  fullyEncrypted,
  cryptoConnects,
];
