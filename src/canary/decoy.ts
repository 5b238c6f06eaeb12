/**
 * What a canary folder holds. Names and contents follow from the directory's path alone, so that whether a canary is as
 * it was planted can be told later without keeping a copy of it.
 */
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';

export interface Decoy {
  readonly name: string;
  readonly content: Buffer;
}

/**
 * Tells backup programs to leave the folder out.
 * @see https://bford.info/cachedir/
 */
export const BACKUP_TAG: Decoy = {
  name: 'CACHEDIR.TAG',
  content: Buffer.from(
    'Signature: 8a477f597d28d172789f06886806bc55\n# Canaries: nobody has reason to change what is in here.\n',
  ),
};

const FOLDERS = ['archive', 'letters', 'office', 'records', 'private', 'old'] as const;
const NAMES = ['accounts', 'balance', 'clients', 'contract', 'invoices', 'payroll', 'offer', 'passwords'] as const;
const WORDS =
  'account agreement amount annex bank branch budget client clause company contract customer delivery department due fee figure goods interest invoice item letter market meeting month office order party payment period price quarter report sum supplier tax term total transfer value year'.split(
    ' ',
  );

/** A name for the folder within `directory`: hidden from listings, and different from host to host. */
export function folderOf(directory: string): string {
  const draw = drawer(directory);
  return join(directory, `.${pick(draw, FOLDERS)}-${(draw() % 0xffff).toString(16).padStart(4, '0')}`);
}

/** The documents of a folder, in the formats that are taken first: word processor, table, plain text. */
export function decoysOf(folder: string): readonly Decoy[] {
  const draw = drawer(basename(folder));
  const [a, b, c] = [0, 1, 2].map((i) => `${pick(draw, NAMES)}-${2019 + ((draw() + i) % 7)}`);
  return [
    { name: `${a}.doc`, content: Buffer.from(`{\\rtf1\\ansi\\deff0\n${lines(draw, 60, ' \\par\n')}}\n`) },
    { name: `${b}.csv`, content: Buffer.from(`date,client,item,amount\n${rows(draw, 120)}`) },
    { name: `${c}.txt`, content: Buffer.from(lines(draw, 80, '\n')) },
  ];
}

/** A stream of 32-bit numbers that depends on the text alone. */
function drawer(text: string): () => number {
  let block = createHash('sha256').update(text).digest();
  let at = 0;
  return () => {
    if (at === block.length) {
      block = createHash('sha256').update(block).digest();
      at = 0;
    }
    at += 4;
    return block.readUInt32LE(at - 4);
  };
}

function pick<T>(draw: () => number, from: readonly [T, ...T[]] | readonly T[]): T {
  return from[draw() % from.length] as T;
}

function lines(draw: () => number, count: number, end: string): string {
  const line = () => Array.from({ length: 8 + (draw() % 6) }, () => pick(draw, WORDS)).join(' ');
  return Array.from({ length: count }, () => `${line()}.${end}`).join('');
}

function rows(draw: () => number, count: number): string {
  const day = () => `20${20 + (draw() % 6)}-${String(1 + (draw() % 12)).padStart(2, '0')}-${10 + (draw() % 18)}`;
  return Array.from(
    { length: count },
    () =>
      `${day()},${pick(draw, WORDS)} ${pick(draw, WORDS)},${pick(draw, WORDS)},${draw() % 90_000}.${10 + (draw() % 90)}\n`,
  ).join('');
}
