/** Backups, most of them encrypted, their pruning, and restores over changed files. */
import assert from 'node:assert/strict';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';

const TEXTS = ['letter', 'table', 'page', 'data', 'journal', 'markdown'];

/** Half of the documents get another text, as a day's work does. */
const DAY = `find documents -name '*.csv' -o -name '*.txt' | while read -r f; do sed -i 's/e/ea/g' "$f"; done`;

/** Damages a few documents, as an accident does; a restore brings them back. */
const ACCIDENT = `find documents -name '*.html' -o -name '*.json' | while read -r f; do echo lost > "$f"; done`;

async function documents(room: Room): Promise<void> {
  room.documents();
}

/** A repository with a backup, whose documents have changed since. */
function restoredOver(id: string, about: string, need: string, backup: string, restore: string): Workload {
  return {
    id: `backup/${id}`,
    about,
    row: 'a restore',
    needs: needs(need),
    short: false,
    prepare: async (room) => {
      room.documents();
      room.kept.set('digest', room.digest());
      await room.aside(backup, { env: PASSWORDS });
      await room.aside(ACCIDENT);
      assert.notEqual(room.digest(), room.kept.get('digest'));
    },
    run: async (room) => {
      await room.work(restore, { env: PASSWORDS });
      assert.equal(room.digest(), room.kept.get('digest'));
    },
  };
}

const PASSWORDS = {
  RESTIC_PASSWORD: 'own',
  BORG_PASSPHRASE: 'own',
  PASSPHRASE: 'own',
  BORG_RELOCATED_REPO_ACCESS_IS_OK: 'yes',
} as const;

/** Backs up, changes, backs up again, prunes, removes nothing of the documents. */
function backedUp(
  id: string,
  about: string,
  row: string,
  need: string,
  scripts: readonly [first: string, second: string],
  short = false,
): Workload {
  return {
    id: `backup/${id}`,
    about,
    row,
    needs: needs(need),
    short,
    prepare: documents,
    run: async (room) => {
      await room.work(scripts[0], { env: PASSWORDS });
      await room.aside(DAY);
      await room.work(scripts[1], { env: PASSWORDS });
      assert.ok(room.find('documents/**').length >= 120);
      assert.ok(room.find('repository/**').length > 2, 'the backup holds something');
    },
  };
}

export const backup: readonly Workload[] = [
  backedUp(
    'restic',
    'restic backs a tree up twice',
    'restic',
    'restic',
    [
      'restic -q -r repository init; restic -q -r repository backup documents',
      'restic -q -r repository backup documents',
    ],
    true,
  ),
  backedUp('restic-prune', 'restic backs a tree up twice, forgets, prunes and checks', 'restic', 'restic', [
    'restic -q -r repository init; restic -q -r repository backup documents',
    'restic -q -r repository backup documents; restic -q -r repository forget --keep-last 1 --prune; restic -q -r repository check',
  ]),
  restoredOver(
    'restic-restore',
    'restic restores over changed documents',
    'restic',
    'restic -q -r repository init; restic -q -r repository backup documents',
    'restic -q -r repository restore latest --target .',
  ),
  backedUp('borg', 'borg backs a tree up twice, prunes and compacts', 'borg', 'borg:borgbackup', [
    'borg init -e repokey repository; borg create repository::one documents',
    'borg create -C zstd repository::two documents; borg prune --keep-last 1 repository; borg compact repository',
  ]),
  restoredOver(
    'borg-restore',
    'borg extracts over changed documents',
    'borg:borgbackup',
    'borg init -e repokey repository; borg create repository::one documents',
    'borg extract repository::one',
  ),
  backedUp(
    'duplicity',
    'duplicity makes a full and an incremental backup with GnuPG and removes the older ones',
    'duplicity',
    'duplicity',
    [
      'duplicity full documents file://$PWD/repository',
      `duplicity documents file://$PWD/repository; duplicity full documents file://$PWD/repository;
       duplicity remove-all-but-n-full 1 --force file://$PWD/repository`,
    ],
  ),
  restoredOver(
    'duplicity-restore',
    'duplicity restores over changed documents',
    'duplicity',
    'duplicity full documents file://$PWD/repository',
    'duplicity restore --force file://$PWD/repository documents',
  ),
  backedUp('rdiff-backup', 'rdiff-backup keeps a mirror and increments', 'rsync -a', 'rdiff-backup', [
    'rdiff-backup documents repository; sleep 1.1',
    'rdiff-backup documents repository; sleep 1.1; rdiff-backup --force --remove-older-than 1s repository',
  ]),
  {
    id: 'backup/before-a-change',
    about: 'restic saves a tree in the script that changes it afterwards',
    row: 'restic',
    needs: needs('restic'),
    short: false,
    prepare: documents,
    run: async (room) => {
      const before = room.digest();
      await room.work(`restic -q -r repository init; restic -q -r repository backup documents; ${DAY}`, {
        env: PASSWORDS,
      });
      assert.notEqual(room.digest(), before);
    },
  },
  {
    id: 'backup/nightly-script',
    about: 'one script saves a tree to an encrypting remote, and compresses and decompresses another tree',
    row: 'restic',
    needs: needs('rclone', 'xz:xz-utils', 'gzip'),
    short: false,
    prepare: async (room) => {
      room.documents({ kinds: TEXTS, documents: 80 });
      room.documents({ kinds: TEXTS, documents: 80, folder: 'logs', seed: room.seed + 20 });
      await room.aside(
        `rclone config create --obscure own crypt remote=$PWD/repository password=own1 > /dev/null; find logs -type f ! -name '.*' | sed -n 1,40p | xargs xz`,
      );
    },
    run: async (room) => {
      const before = room.digest();
      await room.work(
        "rclone sync documents own:; find logs -name '*.xz' -exec unxz {} +; gzip -r logs; find logs -name '*.gz' | sed -n 1,20p | xargs rm",
      );
      assert.equal(room.digest(), before);
      assert.ok(room.find('logs/**/*.gz').length >= 50);
    },
  },
  {
    id: 'backup/rclone-crypt',
    about: 'rclone synchronises a tree to an encrypting remote, twice, and back over changed files',
    row: 'restic',
    needs: needs('rclone'),
    short: false,
    prepare: async (room) => {
      room.documents();
      await room.aside(`rclone config create --obscure own crypt remote=$PWD/repository password=own1 > /dev/null`);
    },
    run: async (room) => {
      const before = room.digest();
      await room.work('rclone sync documents own:');
      await room.aside(ACCIDENT);
      await room.work('rclone sync own: documents');
      assert.equal(room.digest(), before);
      await room.aside(DAY);
      await room.work('rclone sync documents own:; rclone cleanup own: || true');
    },
  },
  {
    id: 'backup/rsync-inplace',
    about: 'rsync --inplace brings an older mirror up to date, also with --no-whole-file',
    row: 'rsync --inplace',
    needs: needs('rsync'),
    short: true,
    prepare: async (room) => {
      room.documents();
      await room.aside(`cp -a documents mirror; ${DAY}`);
    },
    run: async (room) => {
      await room.work('rsync -a --inplace --no-whole-file documents/ mirror/');
      assert.equal(room.digest('mirror'), room.digest());
    },
  },
  {
    id: 'backup/rsync-other-versions',
    about: 'rsync --inplace replaces archives by other archives and pictures by other pictures',
    row: 'rsync --inplace',
    needs: needs('rsync', 'zip', 'gzip'),
    short: false,
    prepare: async (room) => {
      room.documents();
      room.documents({ folder: 'other', seed: room.seed + 50 });
      await room.aside(`paste <(cd documents; find . -type f | sort) <(cd other; find . -type f | sort) |
        while IFS=$'\\t' read -r a b; do mkdir -p mirror/"$(dirname "$a")"; cp "other/$b" "mirror/$a"; done; gzip -kr documents`);
    },
    run: async (room) => {
      await room.work('rsync -a --inplace --no-whole-file --ignore-times documents/ mirror/');
      assert.equal(room.digest('mirror'), room.digest());
    },
  },
  {
    id: 'backup/rsync-delete',
    about: 'rsync -a --delete mirrors a tree of which much is gone',
    row: 'rsync -a --delete',
    needs: needs('rsync'),
    short: false,
    prepare: async (room) => {
      room.documents();
      await room.aside(`cp -a documents mirror; rm -r documents/letters documents/accounts; ${DAY}`);
    },
    run: async (room) => {
      await room.work('rsync -a --delete documents/ mirror/');
      assert.equal(room.digest('mirror'), room.digest());
    },
  },
  {
    id: 'backup/rsync-snapshots',
    about: 'rsync with hard links to yesterday, the oldest removed',
    row: 'rsync -a --delete',
    needs: needs('rsync'),
    short: false,
    prepare: documents,
    run: async (room) => {
      await room.work(
        `rsync -a documents/ day.1/; ${DAY}; rsync -a --link-dest=$PWD/day.1 documents/ day.2/; rm -r day.1`,
      );
      assert.equal(room.digest('day.2'), room.digest());
    },
  },
  {
    id: 'backup/rsync-photos',
    about: 'rsync --inplace brings photographs and drawings up to date that were edited',
    row: 'rsync --inplace',
    needs: needs('rsync', 'mogrify:imagemagick'),
    short: false,
    prepare: async (room) => {
      room.documents({ kinds: ['photo', 'picture'], documents: 60 });
      await room.aside(`cp -a documents mirror
        find documents -name '*.jpg' -exec mogrify -quality 85 -rotate 90 {} +; find documents -name '*.png' -exec mogrify -negate {} +`);
    },
    run: async (room) => {
      await room.work('rsync -a --inplace --no-whole-file --ignore-times documents/ mirror/');
      assert.equal(room.digest('mirror'), room.digest());
    },
  },
];
