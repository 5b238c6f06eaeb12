/** Trees packed into one file, unpacked over what is there, and packed with removal. */
import assert from 'node:assert/strict';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';

/** `tar`'s compressors, and what each needs. */
const COMPRESSORS = [
  { option: '-z', ending: 'gz', package: 'gzip' },
  { option: '-J', ending: 'xz', package: 'xz:xz-utils' },
  { option: '--zstd', ending: 'zst', package: 'zstd' },
] as const;

async function documents(room: Room): Promise<void> {
  room.documents();
}

/** Documents that differ from those in an archive made before. */
async function packedThenChanged(room: Room): Promise<void> {
  room.documents();
  await room.aside('tar -czf kept.tar.gz documents');
  room.kept.set('digest', room.digest());
  await room.aside(`find documents -type f ! -name '.*' | while read -r f; do sed -i 's/e/ea/g' "$f"; done`);
  assert.notEqual(room.digest(), room.kept.get('digest'));
}

export const archive: readonly Workload[] = [
  {
    id: 'archive/zip-grow',
    about: 'files are put into archives in place, over the directory that closed them',
    row: 'zip -m',
    needs: needs('zip', 'python3'),
    short: false,
    prepare: async (room) => {
      room.documents({ kinds: ['archive', 'office', 'letter'], documents: 90 });
    },
    run: async (room) => {
      await room.work(
        `find documents -name '*.txt' | head -4 > more
         find documents -name '*.zip' | while read -r f; do zip -q -g "$f" $(cat more); done
         python3 -c 'import glob,zipfile
for path in glob.glob("documents/**/*.docx", recursive=True):
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as z: z.write("more"); z.writestr("docProps/x.xml", open(open("more").readline().strip()).read())'`,
      );
      await room.aside(`find documents -name '*.zip' | while read -r f; do zip -q -T "$f"; done`);
    },
  },
  ...COMPRESSORS.map(
    ({ option, ending, package: need }): Workload => ({
      id: `archive/tar-${ending}`,
      about: `tar packs a tree with ${option}, unpacks it elsewhere and over itself`,
      row: 'tar',
      needs: needs('tar', need),
      short: ending === 'gz',
      prepare: documents,
      run: async (room) => {
        const before = room.digest();
        await room.work(
          `tar ${option} -cf all.tar.${ending} documents; mkdir out; tar -xf all.tar.${ending} -C out; tar -xf all.tar.${ending}`,
        );
        assert.equal(room.digest(), before);
        assert.equal(room.digest('out/documents'), before);
      },
    }),
  ),
  {
    id: 'archive/tar-restore',
    about: 'tar unpacks an older archive over changed documents',
    row: 'a restore',
    needs: needs('tar', 'gzip'),
    short: false,
    prepare: packedThenChanged,
    run: async (room) => {
      await room.work('tar -xzf kept.tar.gz');
      assert.equal(room.digest(), room.kept.get('digest'));
    },
  },
  {
    id: 'archive/tar-overwrite',
    about: 'tar writes an older archive into the files that are there',
    row: 'a restore',
    needs: needs('tar', 'gzip'),
    short: false,
    prepare: packedThenChanged,
    run: async (room) => {
      await room.work('tar -xzf kept.tar.gz --overwrite');
      assert.equal(room.digest(), room.kept.get('digest'));
    },
  },
  {
    id: 'archive/tar-then-rm',
    about: 'a tree is packed with xz and removed',
    row: 'tar',
    needs: needs('tar', 'xz:xz-utils'),
    short: false,
    prepare: documents,
    run: async (room) => {
      await room.work('tar -cJf all.tar.xz documents; tar -tf all.tar.xz > list; rm -r documents');
      assert.deepEqual(room.find('documents/**'), []);
    },
  },
  {
    id: 'archive/tar-remove-files',
    about: 'tar removes what it packed',
    row: 'tar',
    needs: needs('tar', 'gzip'),
    short: false,
    prepare: documents,
    run: async (room) => {
      await room.work('tar -czf all.tar.gz --remove-files documents');
      assert.deepEqual(room.find('documents/**'), []);
    },
  },
  {
    id: 'archive/zip-move',
    about: 'zip -m moves a tree into an archive',
    row: 'zip',
    needs: needs('zip'),
    short: false,
    prepare: documents,
    run: async (room) => {
      await room.work('zip -qrm all.zip documents');
      assert.deepEqual(room.find('documents/**'), []);
    },
  },
  {
    id: 'archive/zip-each',
    about: 'every file of a tree is moved into a zip archive of its own',
    row: 'zip',
    needs: needs('zip'),
    short: false,
    prepare: documents,
    run: async (room) => {
      await room.work(`find documents -type f ! -name '.*' -exec zip -qmj {}.zip {} \\;`);
      assert.ok(room.find('documents/**/*.zip').length >= 120);
      assert.deepEqual(room.find('documents/**/*.csv'), []);
    },
  },
  {
    id: 'archive/unzip-over',
    about: 'unzip -o restores a tree over changed documents',
    row: 'a restore',
    needs: needs('zip', 'unzip'),
    short: false,
    prepare: async (room) => {
      room.documents();
      room.kept.set('digest', room.digest());
      await room.aside(`zip -qr kept.zip documents; find documents -name '*.csv' -exec sed -i 's/,/;/g' {} +`);
    },
    run: async (room) => {
      await room.work('unzip -qo kept.zip');
      assert.equal(room.digest(), room.kept.get('digest'));
    },
  },
  {
    id: 'archive/7z-delete',
    about: '7z packs a tree and deletes it (-sdel)',
    row: 'tar',
    needs: needs('7z:p7zip-full'),
    short: false,
    prepare: documents,
    run: async (room) => {
      await room.work('7z a -bd -sdel all.7z documents');
      assert.deepEqual(room.find('documents/**'), []);
    },
  },
  {
    id: 'archive/7z-update',
    about: '7z packs a tree with a password beside it, twice',
    row: 'openssl enc or gpg -e on a backup',
    needs: needs('7z:p7zip-full'),
    short: false,
    prepare: documents,
    run: async (room) => {
      const before = room.digest();
      await room.work('7z a -bd -pown -mhe=on all.7z documents; 7z u -bd -pown -mhe=on all.7z documents');
      assert.equal(room.digest(), before);
    },
  },
];
