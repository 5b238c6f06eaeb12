/** Every file of a tree replaced by its compressed self, and back. */
import assert from 'node:assert/strict';
import { KINDS } from '../../../emulations/document/index.ts';
import { needs, type Workload } from '../workload.ts';

interface Compressor {
  readonly name: string;
  readonly about: string;
  readonly row: string;
  readonly needs: readonly string[];
  readonly script: string;
  readonly ending: string;
  /** The other way round. */
  readonly back: string;
  readonly short?: boolean;
}

/** Compressors leave alone what has their ending, or compress it once more. */
const PLAIN = KINDS.filter(({ extension, rare }) => rare !== true && !['gz', 'zst'].includes(extension)).map(
  ({ name }) => name,
);

const FILES = `find documents -type f ! -name '.*' -print0`;

const COMPRESSORS: readonly Compressor[] = [
  {
    name: 'gzip-tree',
    about: 'gzip -r replaces every file of a tree',
    row: 'gzip -r',
    needs: ['gzip'],
    script: 'gzip -r documents',
    ending: 'gz',
    back: 'gzip -dr documents',
    short: true,
  },
  {
    name: 'gzip-each',
    about: 'find starts a gzip for every file',
    row: 'gzip -r',
    needs: ['gzip'],
    script: `find documents -type f ! -name '.*' -exec gzip -9 {} \\;`,
    ending: 'gz',
    back: 'find documents -name "*.gz" -exec gunzip {} \\;',
  },
  {
    name: 'pigz',
    about: 'pigz replaces every file of a tree, in threads',
    row: 'gzip -r',
    needs: ['pigz'],
    script: 'pigz -r documents',
    ending: 'gz',
    back: 'pigz -dr documents',
  },
  {
    name: 'bzip2',
    about: 'bzip2 by xargs, four at once',
    row: 'xz',
    needs: ['bzip2'],
    script: `${FILES} | xargs -0 -n 4 -P 4 bzip2`,
    ending: 'bz2',
    back: 'find documents -name "*.bz2" -exec bunzip2 {} +',
  },
  {
    name: 'xz',
    about: 'xz over a tree',
    row: 'xz',
    needs: ['xz:xz-utils'],
    script: `${FILES} | xargs -0 xz`,
    ending: 'xz',
    back: 'find documents -name "*.xz" -exec unxz {} +',
  },
  {
    name: 'lzma',
    about: 'xz in the older format, which has hardly a header, by a loop',
    row: 'xz',
    needs: ['xz:xz-utils'],
    script: `${FILES} | while IFS= read -r -d '' f; do xz --format=lzma -6 "$f"; done`,
    ending: 'lzma',
    back: 'find documents -name "*.lzma" -exec unlzma {} +',
  },
  {
    name: 'zstd-rm',
    about: 'zstd --rm over a tree',
    row: 'zstd --rm',
    needs: ['zstd'],
    script: `${FILES} | xargs -0 zstd -q --rm`,
    ending: 'zst',
    back: 'find documents -name "*.zst" -exec zstd -dq --rm {} +',
    short: true,
  },
  {
    name: 'zstd-19-each',
    about: 'zstd -19 --rm for every file',
    row: 'zstd --rm',
    needs: ['zstd'],
    script: `find documents -type f ! -name '.*' -exec zstd -19 -q --rm {} \\;`,
    ending: 'zst',
    back: 'find documents -name "*.zst" -exec zstd -dq --rm {} \\;',
  },
  {
    name: 'brotli',
    about: 'brotli, whose output has no signature, with removal',
    row: 'xz',
    needs: ['brotli'],
    script: `${FILES} | xargs -0 -n 8 brotli -j`,
    ending: 'br',
    back: 'find documents -name "*.br" -exec brotli -dj {} +',
  },
  {
    name: 'lz4',
    about: 'lz4 --rm over a tree',
    row: 'xz',
    needs: ['lz4'],
    script: `${FILES} | xargs -0 lz4 -qm --rm`,
    ending: 'lz4',
    back: 'find documents -name "*.lz4" -exec lz4 -dqm --rm {} +',
  },
  {
    name: 'lzip',
    about: 'lzip over a tree',
    row: 'xz',
    needs: ['lzip'],
    script: `${FILES} | xargs -0 lzip`,
    ending: 'lz',
    back: 'find documents -name "*.lz" -exec lzip -d {} +',
  },
  {
    name: 'lzop',
    about: 'lzop -U over a tree',
    row: 'xz',
    needs: ['lzop'],
    script: `${FILES} | xargs -0 lzop -qU`,
    ending: 'lzo',
    back: 'find documents -name "*.lzo" -exec lzop -dqU {} +',
  },
  {
    name: 'compress',
    about: 'the old compress over a tree',
    row: 'xz',
    needs: ['compress:ncompress'],
    script: `${FILES} | xargs -0 compress -f`,
    ending: 'Z',
    back: 'find documents -name "*.Z" -exec compress -d {} +',
  },
];

export const compress: readonly Workload[] = COMPRESSORS.map((one) => ({
  id: `compress/${one.name}`,
  about: `${one.about}, and back`,
  row: one.row,
  needs: needs(...one.needs),
  short: one.short === true,
  prepare: async (room) => {
    room.documents({ kinds: PLAIN });
  },
  run: async (room) => {
    const before = room.digest();
    await room.work(one.script);
    assert.ok(room.find(`documents/**/*.${one.ending}`).length >= 120);
    await room.work(one.back);
    assert.deepEqual(room.find(`documents/**/*.${one.ending}`), []);
    // gzip -r takes the hidden marker as well and gives it back.
    assert.equal(room.digest(), before);
  },
}));
