/** Trees removed, moved to another file system, thinned out, wiped. */
import assert from 'node:assert/strict';
import { needs, type Workload } from '../workload.ts';

/** @param left of the documents: all, none, or all but those with this ending */
function moving(name: string, about: string, script: string, left: string, short = false): Workload {
  return {
    id: `moving/${name}`,
    about,
    row: 'rm, mv, find -delete, shred',
    needs: needs('find:findutils'),
    short,
    prepare: async (room) => {
      room.documents();
    },
    run: async (room) => {
      const before = room.find('documents/**/[!.]*');
      await room.work(script);
      const after = room.find('documents/**/[!.]*').length;
      const rest = before.filter((path) => left === 'all' || !path.endsWith(left)).length;
      assert.equal(after, left === 'none' ? 0 : rest);
    },
  };
}

export const movingWork: readonly Workload[] = [
  moving('rm', 'rm -rf of a tree', 'rm -rf documents', 'none'),
  moving('find-delete', 'find deletes what is there', 'find documents -type f -delete', 'none'),
  moving(
    'mv-across',
    'a tree is moved to another file system and back under another name',
    'there=$(mktemp -d -p /dev/shm); trap \'rm -rf "$there"\' EXIT; mv documents "$there/"; mv "$there/documents" back',
    'none',
    true,
  ),
  moving(
    'mv-back',
    'a tree is moved to another file system and back over itself',
    'there=$(mktemp -d -p /dev/shm); trap \'rm -rf "$there"\' EXIT; mv documents "$there/"; mv "$there/documents" .',
    'all',
  ),
  moving('shred', 'ten files are shredded', "find documents -name '*.csv' -exec shred -u {} +", '.csv'),
  moving(
    'shred-tree',
    'a tree is packed, then shredded',
    "tar -cJf all.tar.xz documents; find documents -type f ! -name '.*' -exec shred -n 1 -u {} \\;",
    'none',
  ),
  moving(
    'wipe-random',
    'files are overwritten by random bytes with dd, then removed',
    "for f in $(find documents -name '*.txt'); do dd if=/dev/urandom of=$f bs=4k count=4 conv=notrunc status=none; rm $f; done",
    '.txt',
  ),
  moving(
    'rename-all',
    'every file gets another ending',
    "find documents -type f ! -name '.*' | while read -r f; do mv $f $f.old; done",
    'all',
  ),
  moving(
    'dedupe',
    'copies are replaced by hard links',
    "cp -r documents second; find documents -type f -printf '%P\\n' | while read -r f; do cmp -s documents/$f second/$f && ln -f documents/$f second/$f; done",
    'all',
  ),
  moving(
    'cp-reflink',
    'a tree is copied over another version of itself',
    "cp -r documents second; find documents -name '*.csv' -exec sed -i s/,/:/g {} +; cp -rf documents/. second/",
    'all',
  ),
  moving(
    'cache',
    'a cache of hashed names is filled with compressed and random objects, and thinned out',
    "mkdir cache; find documents -type f ! -name '.*' | while read -r f; do h=$(sha256sum < $f | cut -c1-40); gzip -c $f > cache/$h; head -c 3000 /dev/urandom > cache/$h.body; done; find cache -name '[0-7]*' -delete",
    'all',
  ),
];
