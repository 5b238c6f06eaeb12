/** What the encryptor can be told, and how that is said on its command line. */
import type { Corpus } from '../../corpus.ts';
import type { Ground } from '../../ground.ts';

export type Io =
  | 'write'
  | 'pwrite'
  | 'writev'
  | 'pwritev'
  | 'pwritev2'
  | 'direct'
  | 'mmap'
  | 'splice'
  | 'vmsplice'
  | 'sendfile'
  | 'copy-file-range'
  | 'uring'
  | 'aio';

export type Order =
  | 'in-place'
  | 'rename-first'
  | 'rename-after'
  | 'new-then-unlink'
  | 'new-then-empty'
  | 'new-then-wipe'
  | 'rename-over'
  | 'exchange'
  | 'uring-unlink'
  | 'uring-rename'
  | 'new-then-punch'
  | 'elsewhere'
  | 'nameless'
  | 'truncate-rewrite'
  | 'truncate-path'
  | 'empty-then-append'
  | 'unlink-first'
  | 'other-file-system';

export interface Shape {
  readonly io?: Io;
  readonly read?: 'read' | 'pread' | 'preadv2' | 'mmap' | 'uring';
  readonly order?: Order;
  /** Which ranges: `whole`, `head:BYTES`, `tail:BYTES` (all but so many), `every:ON:OFF` (bytes) or `spread:COUNT:PERCENT`. */
  readonly stripe?: string;
  /** Smaller files are encrypted whole; bytes. */
  readonly stripeFrom?: number;
  readonly form?: 'raw' | 'salted' | 'gzip' | 'base64' | 'hex' | 'xor' | 'flip';
  readonly cipher?: 'chacha20' | 'aes';
  readonly through?:
    | 'path'
    | 'hardlink'
    | 'symlink'
    | 'fd'
    | 'handle'
    | 'passed'
    | 'inherited'
    | 'chroot'
    | 'mount'
    | 'overlay-upper'
    | 'overlay-lower';
  readonly launch?: 'plain' | 'memfd' | 'unlinked' | 'daemon';
  /** 1 to 64. */
  readonly workers?: number;
  readonly threads?: boolean;
  /** Files for each child of a worker; none of its children when absent. */
  readonly batch?: number;
  /** Bytes a write. */
  readonly chunk?: number;
  /** Bytes appended: a wrapped key. */
  readonly footer?: number;
  /** The note's file name, in every directory. */
  readonly note?: string;
  readonly noteLast?: boolean;
  /** In the uppermost directory alone. */
  readonly noteOnce?: boolean;
  /** Bytes a write of the note. */
  readonly noteStep?: number;
  /** How many originals at most. */
  readonly limit?: number;
  /** The files whose path's hash leaves `share` when divided by `shares`. */
  readonly share?: number;
  readonly shares?: number;
  /** Appended to names, with its dot. */
  readonly suffix?: string;
}

const NUMBERS = ['workers', 'batch', 'chunk', 'footer', 'limit', 'share', 'shares'] as const;
const WORDS = ['io', 'read', 'order', 'stripe', 'form', 'cipher', 'through', 'launch', 'suffix', 'note'] as const;

/** @param aside an empty directory on the tree's file system */
export function argumentsOf(corpus: Corpus, shape: Shape, aside: string): readonly string[] {
  const values = [...WORDS, ...NUMBERS].flatMap((name) =>
    shape[name] === undefined ? [] : [`--${name}=${shape[name]}`],
  );
  if (shape.stripeFrom !== undefined) values.push(`--stripe-from=${shape.stripeFrom}`);
  if (shape.noteStep !== undefined) values.push(`--note-step=${shape.noteStep}`);
  if (shape.threads) values.push('--threads');
  if (shape.noteOnce) values.push('--note-once');
  if (shape.noteLast) values.push('--note-last');
  return [corpus.directory, ...values, `--aside=${aside}`];
}

/** The names in a shape as this ground has them. */
export function settled(ground: Ground, shape: Shape): Shape & { readonly suffix: string } {
  const note = shape.note === undefined ? {} : { note: ground.name(shape.note) };
  return { ...shape, suffix: ground.extension(shape.suffix ?? '.locked'), ...note };
}
