/** Encrypted file systems that are worked in: with FUSE, and LUKS in a file. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';

function fuse(): string | undefined {
  return existsSync('/dev/fuse') ? undefined : 'there is no /dev/fuse';
}

function deviceMapper(): string | undefined {
  if (!existsSync('/dev/loop-control')) return 'there are no loop devices';
  return readFileSync('/proc/misc', 'utf8').includes('device-mapper') ? undefined : 'this kernel has no device mapper';
}

async function documents(room: Room): Promise<void> {
  room.documents();
  room.write({ password: 'own\n' });
  await room.aside('mkdir cipher plain');
}

/** Work within a mounted vault. */
const WORK = `cp -r documents plain/; find plain -name '*.csv' -exec sed -i 's/,/;/g' {} +; gzip -r plain/documents/letters;
 mv plain/documents plain/moved; rm -r plain/moved/projects; sync`;

export const vault: readonly Workload[] = [
  {
    id: 'vault/gocryptfs',
    about: 'gocryptfs: documents are copied in, changed, and the originals removed',
    row: 'gocryptfs',
    needs: needs('gocryptfs', 'fusermount3:fuse3'),
    short: false,
    unfit: fuse,
    prepare: documents,
    run: async (room) => {
      await room.work(
        `gocryptfs -q -init -scryptn 10 -passfile password cipher; gocryptfs -q -passfile password cipher plain; ${WORK}; fusermount3 -u plain`,
      );
      assert.ok(room.find('cipher/**').length > 50);
    },
  },
  {
    id: 'vault/gocryptfs-move',
    about: 'gocryptfs: documents are moved in',
    row: 'gocryptfs',
    needs: needs('gocryptfs', 'fusermount3:fuse3'),
    short: false,
    unfit: fuse,
    prepare: documents,
    run: async (room) => {
      await room.work(
        'gocryptfs -q -init -scryptn 10 -passfile password cipher; gocryptfs -q -passfile password cipher plain; mv documents plain/; ls -R plain > list; fusermount3 -u plain',
      );
      assert.match(room.read('list'), /invoices/);
    },
  },
  {
    id: 'vault/encfs',
    about: 'encfs: documents are copied in and changed',
    row: 'encfs',
    needs: needs('encfs', 'fusermount:fuse3'),
    short: false,
    unfit: fuse,
    prepare: documents,
    run: async (room) => {
      await room.work(`encfs --standard --extpass='cat password' $PWD/cipher $PWD/plain; ${WORK}; fusermount -u plain`);
      assert.ok(room.find('cipher/**').length > 50);
    },
  },
  {
    id: 'vault/luks-keys',
    about: 'LUKS in a file: made, given keys, its header saved and changed',
    row: 'LUKS work',
    needs: needs('cryptsetup:cryptsetup-bin'),
    short: false,
    prepare: async (room) => {
      room.write({ password: 'own', other: 'another' });
      await room.aside('truncate -s 24M disk; mkdir plain; seq 100000 | dd of=disk conv=notrunc status=none');
    },
    run: async (room) => {
      const fast = '--pbkdf pbkdf2 --pbkdf-force-iterations 1000 -q --key-file password';
      await room.work(
        `cryptsetup luksFormat ${fast} disk; cryptsetup luksAddKey ${fast} disk other; cryptsetup luksHeaderBackup disk --header-backup-file header;
         cryptsetup luksKillSlot -q disk 0 --key-file other; cryptsetup luksHeaderRestore -q disk --header-backup-file header`,
      );
      await room.aside('cryptsetup isLuks disk');
    },
  },
  {
    id: 'vault/luks-mount',
    about: 'LUKS in a file: opened, a file system made in it, documents moved in',
    row: 'LUKS work',
    needs: needs('cryptsetup:cryptsetup-bin', 'mke2fs:e2fsprogs'),
    short: false,
    unfit: deviceMapper,
    prepare: async (room) => {
      await documents(room);
      await room.aside(
        'truncate -s 64M disk; cryptsetup luksFormat -q --pbkdf pbkdf2 --pbkdf-force-iterations 1000 --key-file password disk',
      );
    },
    run: async (room) => {
      const name = 'cipherwatch-benign-$$';
      await room.work(
        `cryptsetup open --key-file password disk ${name}; trap 'umount plain || true; cryptsetup close ${name}' EXIT
         mke2fs -q -t ext4 /dev/mapper/${name}; mount /dev/mapper/${name} plain; cp -r documents plain/; rm -r documents; ${WORK.replace('cp -r documents plain/;', '')}`,
      );
    },
  },
];
