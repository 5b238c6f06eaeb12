/** Images of disks: compressed, checked, filled; an initial RAM disk. */
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';

/** Images with a file system full of documents. */
async function images(room: Room): Promise<void> {
  room.documents();
  await room.aside('for i in 1 2 3; do truncate -s 24M disk$i; mke2fs -q -t ext4 -d documents disk$i; done');
}

export const disks: readonly Workload[] = [
  {
    id: 'disks/qemu-img',
    about: 'disks of virtual machines are compressed and renamed over, then converted back with removal',
    row: 'gzip -r',
    needs: needs('qemu-img:qemu-utils', 'mke2fs:e2fsprogs'),
    short: false,
    prepare: images,
    run: async (room) => {
      await room.work(
        `for i in 1 2 3; do qemu-img convert -c -f raw -O qcow2 disk$i disk$i.new; mv disk$i.new disk$i; done
         for i in 1 2 3; do qemu-img convert -O raw disk$i disk$i.raw; rm disk$i; done`,
      );
      await room.aside('e2fsck -fn disk1.raw');
    },
  },
  {
    id: 'disks/check',
    about: 'file systems in files are checked, grown, shrunk and written to',
    row: 'LUKS work',
    needs: needs('e2fsck:e2fsprogs', 'debugfs:e2fsprogs'),
    short: false,
    prepare: images,
    run: async (room) => {
      await room.work(
        `for i in 1 2 3; do e2fsck -fy -D disk$i > /dev/null || [ $? = 1 ]; resize2fs disk$i 40M 2> /dev/null > /dev/null; resize2fs -M disk$i > /dev/null 2>&1; done
         debugfs -w -R 'write /etc/services services' disk1 2> /dev/null; mke2fs -q -F -t ext4 disk2; zerofree disk3 2> /dev/null || true`,
      );
      await room.aside('e2fsck -fn disk1');
    },
  },
  {
    id: 'disks/dd',
    about: 'a disk is written over another one, and wiped',
    row: 'a restore',
    needs: needs('mke2fs:e2fsprogs'),
    short: false,
    prepare: images,
    run: async (room) => {
      await room.work(
        'dd if=disk1 of=disk2 bs=1M conv=notrunc status=none; dd if=/dev/urandom of=disk3 bs=1M count=24 conv=notrunc status=none',
      );
      await room.aside('cmp disk1 disk2');
    },
  },
  {
    id: 'disks/initrd',
    about: 'an initial RAM disk is packed anew and renamed over the older one',
    row: 'apt and dpkg',
    needs: needs('cpio', 'zstd'),
    short: false,
    prepare: async (room) => {
      room.documents();
      await room.aside('for v in 1 2; do (cd documents; find . | cpio -o -H newc --quiet) | gzip > initrd-$v; done');
    },
    run: async (room) => {
      await room.work(
        'for v in 1 2; do (cd documents; find . | cpio -o -H newc --quiet) | zstd -q -19 > initrd-$v.new; mv initrd-$v initrd-$v.bak; mv initrd-$v.new initrd-$v; rm initrd-$v.bak; done',
      );
      await room.aside('zstd -dc initrd-1 | cpio -t --quiet | grep -q invoices');
    },
  },
  {
    id: 'disks/rsync-inplace',
    about: 'rsync --inplace brings copies of disks up to date in which files were added and removed',
    row: 'rsync --inplace',
    needs: needs('rsync', 'mke2fs:e2fsprogs', 'debugfs:e2fsprogs', 'gzip'),
    short: false,
    prepare: async (room) => {
      await images(room);
      await room.aside(
        `mkdir mirror; cp disk1 disk2 disk3 mirror/; head -c 6M /dev/urandom | gzip > new
         for i in 1 2 3; do debugfs -w -R 'write new new' disk$i 2> /dev/null; done`,
      );
    },
    run: async (room) => {
      await room.work('rsync -a --inplace --no-whole-file --ignore-times disk1 disk2 disk3 mirror/');
      await room.aside('cmp disk1 mirror/disk1; cmp disk3 mirror/disk3');
    },
  },
];
