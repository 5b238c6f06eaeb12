/** Ordinary work that differs from that in `quiet.test.ts`: what a reviewer would try in order to raise a false alarm. */
import { describe } from 'node:test';
import { deflateRawSync, zstdCompressSync } from 'node:zlib';
import {
  aes,
  csv,
  gpgSymmetric,
  gzip,
  jpeg,
  kdbx,
  mp3,
  noise,
  opus,
  prose,
  sqlite,
  xzLike,
  zip,
} from './testing/materials.ts';
import { type QuietCase, testQuiet } from './testing/quiet-table.ts';
import type { Actor, Operation, Stage } from './testing/stage.ts';

function documents(stage: Stage, count: number, root: string): readonly string[] {
  return Array.from({ length: count }, (_, i) =>
    stage.file(`${root}/d${i % 4}/text${i}.txt`, prose(2500 + i * 83, i + 1)),
  );
}

function bytesOf(stage: Stage, path: string): Buffer {
  return Buffer.from(stage.files.get(path)?.bytes ?? []);
}

function shred(stage: Stage, actor: Actor, path: string, passes: number, seed: number): void {
  const size = Math.ceil(bytesOf(stage, path).length / 4096) * 4096;
  const writes = Array.from({ length: passes }, (_, pass) => ({ write: [0, noise(size, seed * 9 + pass)] as const }));
  stage.session(actor, path, writes);
  const short = stage.rename(actor, path, `${path.slice(0, path.lastIndexOf('/'))}/0`);
  stage.unlink(actor, short);
}

const CASES: readonly QuietCase[] = [
  {
    name: 'sed -i edits a large tree, a process for all',
    run(stage) {
      const sed = stage.exec(stage.shell(), '/usr/bin/sed', ['sed', '-i', 's/north/south/']);
      documents(stage, 120, '/srv/site').forEach((path, i) => {
        const edited = stage.read(sed, path).toString().replaceAll('north', 'south');
        stage.rename(sed, stage.write(sed, `/srv/site/d${i % 4}/sed${i}`, Buffer.from(edited)), path);
      });
    },
  },
  {
    name: 'photographs are rewritten smaller, in place',
    run(stage) {
      const tool = stage.exec(stage.shell(), '/opt/optimise', ['optimise', '-r', '.']);
      for (let i = 0; i < 60; i++) {
        const photo = stage.file(`/home/alice/pictures/${i}.jpg`, jpeg(24_000, i + 1));
        const size = bytesOf(stage, photo).length;
        stage.session(tool, photo, [{ read: [0, size] }, { write: [0, jpeg(size - 3000, i + 200)] }]);
      }
    },
  },
  {
    name: 'git-crypt locks three files',
    run(stage) {
      const tool = stage.exec(stage.shell(), '/usr/bin/git-crypt', ['git-crypt', 'lock']);
      const magic = Buffer.from('\0GITCRYPT\0', 'latin1');
      documents(stage, 3, '/home/alice/repo').forEach((path, i) => {
        stage.write(tool, path, Buffer.concat([magic, noise(12, i), aes(stage.read(tool, path), i)]));
      });
    },
  },
  {
    name: 'a database compacts: new tables of compressed blocks, old ones removed',
    run(stage) {
      const db = stage.exec(undefined, '/opt/store/bin/store', ['store'], { cgroup: '/system.slice/store.service' });
      const table = (seed: number) =>
        Buffer.concat(Array.from({ length: 6 }, (_, i) => zstdCompressSync(prose(9000, seed * 7 + i))));
      const old = Array.from({ length: 40 }, (_, i) => stage.file(`/var/lib/store/${i}.sst`, table(i)));
      const logs = Array.from({ length: 10 }, (_, i) => stage.file(`/var/lib/store/${i}.log`, prose(30_000, i)));
      for (const path of [...old, ...logs]) stage.read(db, path);
      for (let i = 0; i < 10; i++) {
        const blocks = [prose(30_000, i), prose(28_000, i + 50)].map((bytes) => deflateRawSync(bytes));
        stage.write(db, `/var/lib/store/n${i}.sst`, Buffer.concat(blocks));
      }
      for (const path of [...old, ...logs]) stage.unlink(db, path);
    },
  },
  {
    name: 'files are deflated in place, without a header',
    run(stage) {
      const python = stage.exec(stage.shell(), '/usr/bin/python3', ['python3', 'pack.py']);
      for (let i = 0; i < 40; i++) {
        const path = stage.file(`/srv/new/d${i % 5}/${i}`, i % 4 === 0 ? csv(90, i + 1) : prose(3000 + i * 171, i + 1));
        stage.write(python, path, deflateRawSync(stage.read(python, path, 8192), { level: 9 }), 8192);
      }
    },
  },
  {
    name: 'rsync --inplace restores other versions, compressed and not',
    run(stage) {
      const rsync = stage.exec(stage.shell(), '/usr/bin/rsync', ['rsync', '-a', '--inplace', 'old/', 'new/']);
      const make = (i: number, seed: number) =>
        [prose(9000, seed), gzip(prose(40_000, seed)), jpeg(9000, seed), sqlite(3)][i % 4] as Buffer;
      for (let i = 0; i < 60; i++) {
        const path = stage.file(`/srv/new/d${i % 5}/${i}`, make(i, i + 1));
        const size = bytesOf(stage, path).length;
        stage.session(rsync, path, [{ read: [0, size] }, { write: [0, make(i, i + 400)] }]);
      }
    },
  },
  {
    name: 'music is transcoded and the source removed',
    run(stage) {
      const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', '-c', 'for f …']);
      for (let i = 0; i < 40; i++) {
        const source = stage.file(`/home/alice/music/a${i % 6}/${i}.mp3`, mp3(60, i + 1));
        const tool = stage.exec(sh, '/opt/ffmpeg', ['ffmpeg', '-i', source]);
        stage.read(tool, source);
        stage.write(tool, source.replace('.mp3', '.opus'), opus(15_000, i + 3));
        stage.unlink(stage.exec(sh, '/usr/bin/rm', ['rm', source]), source);
      }
    },
  },
  {
    name: 'tar --remove-files, and zip -m without a password',
    run(stage) {
      const tar = stage.exec(stage.shell(), '/usr/bin/tar', ['tar', '--remove-files', '-cJf', 'a.txz', 'a']);
      const taken = documents(stage, 40, '/srv/a');
      const size = taken.reduce((sum, path) => sum + stage.read(tar, path).length, 0);
      stage.write(tar, '/srv/a.txz', xzLike(size / 3, 5));
      for (const path of taken) stage.unlink(tar, path);
      const zipper = stage.exec(stage.shell(), '/usr/bin/zip', ['zip', '-qmr', 'b', 'b']);
      const packed = documents(stage, 40, '/srv/b');
      const all = Buffer.concat(packed.map((path) => stage.read(zipper, path)));
      stage.rename(
        zipper,
        stage.write(zipper, '/srv/ziXY', zip('text0.txt', deflateRawSync(all), false)),
        '/srv/b.zip',
      );
      for (const path of packed) stage.unlink(zipper, path);
    },
  },
  {
    name: 'shred -u wipes a tree that was packed and searched just before, in three passes and in one',
    run(stage) {
      for (const passes of [3, 1]) {
        const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', 'retire.sh']);
        const paths = documents(stage, 40, `/srv/old${passes}`);
        const tar = stage.exec(sh, '/usr/bin/tar', ['tar', 'czf', '/mnt/b.tgz', '/srv/old']);
        const all = Buffer.concat(paths.map((path) => stage.read(tar, path)));
        stage.write(tar, `/mnt/b${passes}.tgz`, gzip(all));
        const tool = stage.exec(sh, '/usr/bin/shred', ['shred', '-u', `-n${passes}`]);
        paths.forEach((path, i) => {
          shred(stage, tool, path, passes, i);
        });
      }
    },
  },
  {
    name: 'gpg -c and shred -u on three files by hand',
    run(stage) {
      const sh = stage.shell();
      documents(stage, 3, '/root/papers').forEach((path, i) => {
        const gpg = stage.exec(sh, '/usr/bin/gpg', ['gpg', '-c', path]);
        stage.write(gpg, `${path}.gpg`, gpgSymmetric(stage.read(gpg, path), i));
        stage.end(gpg);
        shred(stage, stage.exec(sh, '/usr/bin/shred', ['shred', '-u', path]), path, 3, i);
      });
    },
  },
  {
    name: 'gpg -d decrypts a tree and the ciphertext is removed',
    run(stage) {
      const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', '-c', 'for f …']);
      for (let i = 0; i < 40; i++) {
        const plain = prose(4000 + i * 50, i + 1);
        const path = stage.file(`/home/alice/vault/${i}.gpg`, gpgSymmetric(plain, i));
        const gpg = stage.exec(sh, '/usr/bin/gpg', ['gpg', '-d', path]);
        stage.read(gpg, path);
        stage.write(gpg, path.replace('.gpg', ''), plain);
        stage.unlink(stage.exec(sh, '/usr/bin/rm', ['rm', path]), path);
      }
    },
  },
  {
    name: 'a photo manager moves files by date, copying across mounts',
    run(stage) {
      const tool = stage.exec(stage.shell(), '/opt/photos', ['photos', 'import']);
      for (let i = 0; i < 50; i++) {
        const photo = stage.file(`/media/card/DCIM/${i}.jpg`, jpeg(15_000, i + 1));
        if (i % 2 === 0) stage.rename(tool, photo, `/home/alice/photos/2025/${i}.jpg`);
        else {
          stage.write(tool, `/home/alice/photos/2025/${i}.jpg`, stage.read(tool, photo));
          stage.unlink(tool, photo);
        }
      }
    },
  },
  {
    name: 'an editor saves 200 files by way of a temporary one',
    run(stage) {
      const editor = stage.exec(stage.shell(), '/opt/editor', ['editor']);
      documents(stage, 200, '/home/alice/src').forEach((path, i) => {
        const text = Buffer.concat([stage.read(editor, path), Buffer.from(`\nline ${i}\n`)]);
        stage.rename(editor, stage.write(editor, `${path}.tmp`, text), path);
      });
    },
  },
  {
    name: 'a mail server compresses its mailbox',
    run(stage) {
      const server = stage.exec(undefined, '/usr/lib/dovecot/imap', ['imap'], {
        cgroup: '/system.slice/dovecot.service',
      });
      for (let i = 0; i < 80; i++) {
        const mail = Buffer.concat([Buffer.from('Return-Path: <a@example.org>\n'), prose(4000, i + 1)]);
        const path = stage.file(`/var/mail/alice/cur/${i}`, mail);
        const fresh = stage.write(server, `/var/mail/alice/tmp/${i}`, gzip(stage.read(server, path)));
        if (i % 2 === 0) stage.rename(server, fresh, path);
        else {
          stage.rename(server, fresh, `/var/mail/alice/cur/${i}:Z`);
          stage.unlink(server, path);
        }
      }
    },
  },
  {
    name: 'a LUKS header is given new keys, and a backup of it too',
    run(stage) {
      const tool = stage.exec(stage.shell(), '/usr/sbin/cryptsetup', ['cryptsetup', 'reencrypt']);
      for (let i = 0; i < 5; i++) {
        const luks = (seed: number) =>
          Buffer.concat([Buffer.from('LUKS\xba\xbe\0\x02', 'latin1'), noise(16_000, seed)]);
        const path = stage.file(`/var/lib/images/${i}.luks`, luks(i));
        const size = bytesOf(stage, path).length;
        stage.session(tool, path, [{ read: [0, size] }, { write: [0, luks(i + 50)] }]);
      }
    },
  },
  {
    name: 'virtual machines write to their disks, and discard',
    run(stage) {
      for (let vm = 0; vm < 4; vm++) {
        const qemu = stage.exec(undefined, '/usr/bin/qemu-system-x86_64', ['qemu', `${vm}`], {
          cgroup: `/machine.slice/vm${vm}.scope`,
        });
        for (const disk of ['root', 'data']) {
          const image = Buffer.alloc(1 << 20);
          image.writeUInt16LE(0xaa55, 510);
          image.write('GRUB loading', 384, 'latin1');
          const path = stage.file(`/var/lib/libvirt/images/${vm}-${disk}.img`, image);
          const operations: Operation[] = [{ read: [0, 512] }];
          for (let at = 65_536; at < 1 << 20; at += 65_536) {
            operations.push({ read: [at, 16_384] }, { write: [at, noise(16_384, at + vm)] });
          }
          stage.session(qemu, path, operations, { methods: ['read', 'write', 'punch'] });
        }
      }
    },
  },
  {
    name: 'password databases are rewritten on every save',
    run(stage) {
      const tool = stage.exec(stage.shell(), '/opt/keepass', ['keepass']);
      for (let i = 0; i < 4; i++) {
        const path = stage.file(`/home/alice/${i}.kdbx`, kdbx(20_000, i + 1));
        for (let save = 0; save < 15; save++) {
          stage.read(tool, path);
          const fresh = stage.write(tool, `${path}.tmp`, kdbx(20_000 + save, i * 100 + save));
          if (save % 2 === 0) stage.rename(tool, fresh, path);
          else stage.write(tool, path, kdbx(20_000 + save, i * 100 + save));
        }
      }
    },
  },
  {
    name: 'attachments are turned into base64 and the files removed',
    run(stage) {
      const tool = stage.exec(stage.shell(), '/opt/mailer', ['mailer']);
      for (let i = 0; i < 30; i++) {
        const path = stage.file(`/home/alice/out/${i}.jpg`, jpeg(9000, i + 1));
        const text = stage
          .read(tool, path)
          .toString('base64')
          .replace(/(.{76})/g, '$1\n');
        stage.write(tool, `${path}.b64`, Buffer.from(text));
        stage.unlink(tool, path);
      }
    },
  },
  {
    name: 'sessions and keys are written anew beside text that is read',
    run(stage) {
      const app = stage.exec(undefined, '/opt/app/server', ['server'], { cgroup: '/system.slice/app.service' });
      documents(stage, 60, '/srv/app/templates').forEach((path, i) => {
        stage.read(app, path);
        stage.write(app, `/var/lib/app/sessions/${i}`, noise(64 + i, i));
        stage.unlink(app, stage.file(`/var/lib/app/expired/${i}`, prose(90 + i, i + 1)));
      });
    },
  },
  {
    name: 'logs are copied, emptied and compressed',
    run(stage) {
      const rotate = stage.exec(undefined, '/usr/sbin/logrotate', ['logrotate'], {
        cgroup: '/system.slice/logrotate.service',
      });
      for (let i = 0; i < 30; i++) {
        const log = stage.file(`/var/log/app/${i}.log`, prose(9000, i + 1));
        const copy = stage.write(rotate, `${log}.1`, stage.read(rotate, log));
        stage.session(rotate, log, [], { truncate: true });
        const child = stage.exec(rotate, '/usr/bin/gzip', ['gzip', copy]);
        stage.write(child, `${copy}.gz`, gzip(stage.read(child, copy)));
        stage.unlink(child, copy);
      }
    },
  },
  {
    name: 'an encrypted backup is written, and only the temporary dump behind it is removed',
    run(stage) {
      const job = stage.exec(undefined, '/usr/bin/bash', ['bash', 'backup.sh'], {
        cgroup: '/system.slice/cron.service',
      });
      for (let i = 0; i < 8; i++) {
        const dump = stage.exec(job, '/usr/bin/pg_dump', ['pg_dump', `db${i}`]);
        const path = stage.write(dump, `/var/backups/db${i}.sql`, prose(60_000, i + 1));
        const gpg = stage.exec(job, '/usr/bin/gpg', ['gpg', '-e', '-r', 'backup', path]);
        stage.write(gpg, `${path}.gpg`, gpgSymmetric(stage.read(gpg, path), i));
        stage.unlink(stage.exec(job, '/usr/bin/rm', ['rm', path]), path);
      }
    },
  },
];

describe('AN0603 also', () => testQuiet(CASES, /by hand|three files/));
