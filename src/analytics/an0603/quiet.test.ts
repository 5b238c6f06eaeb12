import { describe } from 'node:test';
import { brotliCompressSync, deflateSync } from 'node:zlib';
import {
  aes,
  csv,
  gpgSymmetric,
  gzip,
  jpeg,
  noise,
  opensslEnc,
  page,
  prose,
  ransomNote,
  sqlite,
  xzLike,
} from './testing/materials.ts';
import { type QuietCase, testQuiet } from './testing/quiet-table.ts';
import type { Stage } from './testing/stage.ts';

function documents(stage: Stage, count: number, root = '/home/alice/docs'): readonly string[] {
  return Array.from({ length: count }, (_, i) =>
    stage.file(`${root}/d${i % 3}/text${i}.txt`, prose(3000 + i * 91, i + 1)),
  );
}

const CASES: readonly QuietCase[] = [
  {
    name: 'gzip -r replaces every document',
    run(stage) {
      const gz = stage.exec(stage.shell(), '/usr/bin/gzip', ['gzip', '-r', 'docs']);
      for (const path of documents(stage, 40)) {
        stage.write(gz, `${path}.gz`, gzip(stage.read(gz, path)));
        stage.unlink(gz, path);
      }
    },
  },
  {
    name: 'xz replaces every document, a process per file',
    run(stage) {
      const sh = stage.shell();
      for (const path of documents(stage, 40)) {
        const xz = stage.exec(sh, '/usr/bin/xz', ['xz', path]);
        stage.write(xz, `${path}.xz`, xzLike(stage.read(xz, path).length / 2, 3));
        stage.unlink(xz, path);
      }
    },
  },
  {
    name: 'brotli -j, which writes no magic',
    run(stage) {
      const sh = stage.shell();
      for (const path of documents(stage, 20)) {
        const br = stage.exec(sh, '/usr/bin/brotli', ['brotli', '-j', path]);
        stage.write(br, `${path}.br`, brotliCompressSync(stage.read(br, path)));
        stage.unlink(br, path);
      }
    },
  },
  {
    name: 'tar archives a tree and rm removes it',
    run(stage) {
      const paths = documents(stage, 30);
      const tar = stage.exec(stage.shell(), '/usr/bin/tar', ['tar', 'czf', 'a.tgz', 'docs']);
      stage.write(tar, '/home/alice/a.tgz', gzip(Buffer.concat(paths.map((path) => stage.read(tar, path)))));
      const rm = stage.exec(stage.shell(), '/usr/bin/rm', ['rm', '-r', 'docs']);
      for (const path of paths) stage.unlink(rm, path);
    },
  },
  {
    name: 'openssl encrypts and rm removes three files by hand, as root over ssh',
    run(stage) {
      const sh = stage.shell();
      for (const path of documents(stage, 3, '/root')) {
        const enc = stage.exec(sh, '/usr/bin/openssl', [
          'openssl',
          'enc',
          '-aes-256-cbc',
          '-in',
          path,
          '-out',
          `${path}.enc`,
        ]);
        stage.write(enc, `${path}.enc`, opensslEnc(stage.read(enc, path, 8192)));
        stage.end(enc);
        stage.unlink(stage.exec(sh, '/usr/bin/rm', ['rm', path]), path);
      }
    },
  },
  {
    name: 'openssl without salt encrypts and removes three files by hand',
    run(stage) {
      const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', '-c', 'for …']);
      for (const path of documents(stage, 3, '/root')) {
        const enc = stage.exec(sh, '/usr/bin/openssl', [
          'openssl',
          'enc',
          '-aes-256-ctr',
          '-K',
          '00',
          '-iv',
          '00',
          '-in',
          path,
        ]);
        stage.write(enc, `${path}.enc`, aes(stage.read(enc, path, 8192)));
        stage.unlink(stage.exec(sh, '/usr/bin/rm', ['rm', path]), path);
      }
    },
  },
  {
    name: 'gpg encrypts a hundred files and keeps the originals',
    run(stage) {
      const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', '-c', 'for …']);
      for (const path of documents(stage, 100)) {
        const gpg = stage.exec(sh, '/usr/bin/gpg', ['gpg', '-e', '-r', 'alice', path]);
        stage.write(gpg, `${path}.gpg`, gpgSymmetric(stage.read(gpg, path)));
      }
    },
  },
  {
    name: 'a backup tool writes encrypted packs and prunes its old ones',
    run(stage) {
      const restic = stage.exec(undefined, '/usr/bin/restic', ['restic', 'backup', '/home'], {
        cgroup: '/system.slice/restic.service',
      });
      const old = Array.from({ length: 10 }, (_, i) => stage.file(`/srv/repo/data/${i}/old${i}`, noise(20_000, i)));
      for (const path of documents(stage, 60)) stage.read(restic, path);
      for (let i = 0; i < 10; i++) stage.write(restic, `/srv/repo/data/${i}/new`, noise(25_000, 50 + i));
      for (const path of old) {
        stage.read(restic, path);
        stage.unlink(restic, path);
      }
    },
  },
  {
    name: 'gocryptfs: documents are copied into the mount and removed',
    run(stage) {
      const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', 'move.sh']);
      const fs = stage.exec(sh, '/usr/bin/gocryptfs', ['gocryptfs', 'cipher', 'plain']);
      documents(stage, 20).forEach((path, i) => {
        const cp = stage.exec(sh, '/usr/bin/cp', ['cp', path, '/home/alice/plain']);
        const bytes = stage.read(cp, path);
        stage.write(cp, `/home/alice/plain/f${i}`, bytes);
        stage.write(fs, `/home/alice/cipher/${noise(9, i).toString('hex')}`, noise(bytes.length + 50, 90 + i));
        stage.unlink(stage.exec(sh, '/usr/bin/rm', ['rm', path]), path);
      });
    },
  },
  {
    name: 'rsync --inplace updates documents',
    run(stage) {
      const rsync = stage.exec(stage.shell(), '/usr/bin/rsync', ['rsync', '--inplace', 'a', 'b']);
      documents(stage, 30).forEach((path, i) => {
        const old = stage.files.get(path)?.bytes ?? Buffer.alloc(0);
        stage.session(rsync, path, [{ read: [0, old.length] }, { write: [0, prose(old.length, 500 + i)] }]);
      });
    },
  },
  {
    name: 'sed -i edits every file',
    run(stage) {
      const sed = stage.exec(stage.shell(), '/usr/bin/sed', ['sed', '-i', 's/a/b/', '…']);
      for (const path of documents(stage, 30)) {
        const tmp = stage.write(
          sed,
          `${path}.sedXYZ`,
          Buffer.from(stage.read(sed, path).toString().replaceAll('a', 'b')),
        );
        stage.rename(sed, tmp, path);
      }
    },
  },
  {
    name: 'git gc packs loose objects and removes them',
    run(stage) {
      const git = stage.exec(stage.shell(), '/usr/bin/git', ['git', 'gc']);
      const loose = Array.from({ length: 50 }, (_, i) =>
        stage.file(`/home/alice/r/.git/objects/${i}/x`, deflateSync(prose(900, i))),
      );
      const pack = Buffer.concat([
        Buffer.from('PACK\0\0\0\x02\0\0\0\x32', 'latin1'),
        ...loose.map((path) => stage.read(git, path)),
      ]);
      stage.write(git, '/home/alice/r/.git/objects/pack/tmp_pack', pack);
      for (const path of loose) stage.unlink(git, path);
    },
  },
  {
    name: 'dpkg unpacks new versions over old files',
    run(stage) {
      const dpkg = stage.exec(stage.shell(), '/usr/bin/dpkg', ['dpkg', '--unpack', 'x.deb']);
      for (let i = 0; i < 40; i++) {
        const path = stage.file(`/usr/share/x/f${i}`, i % 2 === 0 ? prose(2000, i + 1) : gzip(prose(4000, i + 1)));
        stage.read(dpkg, path);
        const fresh = stage.write(
          dpkg,
          `${path}.dpkg-new`,
          i % 2 === 0 ? prose(2100, i + 300) : gzip(prose(4000, i + 300)),
        );
        stage.rename(dpkg, fresh, path);
      }
    },
  },
  {
    name: 'SQLite VACUUM and a database engine overwrite their own pages',
    run(stage) {
      const app = stage.exec(undefined, '/usr/bin/sqlite3', ['sqlite3', 'a.db', 'vacuum'], {
        cgroup: '/system.slice/app.service',
      });
      const engine = stage.exec(undefined, '/usr/lib/postgresql/bin/postgres', ['postgres'], {
        cgroup: '/system.slice/pg.service',
      });
      for (let i = 0; i < 30; i++) {
        const db = stage.file(`/var/lib/app/${i}.db`, sqlite(3));
        const before = stage.files.get(db)?.bytes.length ?? 0;
        stage.session(app, db, [{ read: [0, before] }, { write: [0, sqlite(2)] }]);
        const heap = stage.file(`/var/lib/pg/base/${i}`, Buffer.concat([page(i), page(i + 1)]));
        stage.session(engine, heap, [
          { read: [0, 8192] },
          { read: [8192, 8192] },
          { write: [0, page(i + 40)] },
          { write: [8192, page(i + 41)] },
        ]);
      }
    },
  },
  {
    name: 'images are optimised in place',
    run(stage) {
      const tool = stage.exec(stage.shell(), '/usr/bin/jpegoptim', ['jpegoptim', '-r', '.']);
      for (let i = 0; i < 40; i++) {
        const photo = stage.file(`/home/alice/p/${i}.jpg`, jpeg(20_000, i));
        stage.read(tool, photo);
        if (i % 2 === 0) stage.write(tool, photo, jpeg(15_000, i + 100));
        else stage.rename(tool, stage.write(tool, `${photo}.tmp`, jpeg(15_000, i + 100)), photo);
      }
    },
  },
  {
    name: 'already encrypted and random files are rewritten',
    run(stage) {
      const tool = stage.exec(stage.shell(), '/opt/sync/client', ['client']);
      for (let i = 0; i < 30; i++) {
        const path = stage.file(`/home/alice/vault/${i}`, i % 2 === 0 ? noise(9000, i) : opensslEnc(prose(4000, i), i));
        const before = stage.read(tool, path);
        stage.write(tool, path, noise(before.length, 300 + i));
      }
    },
  },
  {
    name: 'a program rewrites and removes what it created itself',
    run(stage) {
      const tool = stage.exec(stage.shell(), '/opt/tool', ['tool']);
      for (let i = 0; i < 30; i++) {
        const path = stage.write(tool, `/home/alice/drafts/${i}`, prose(3000, i + 1));
        const plain = stage.read(tool, path);
        stage.write(tool, path, aes(plain, i));
        const scratch = stage.write(tool, `/home/alice/drafts/s${i}`, prose(3000, i + 1));
        stage.write(tool, `${scratch}.enc`, aes(stage.read(tool, scratch), i));
        stage.unlink(tool, scratch);
      }
    },
  },
  {
    name: 'a browser replaces text in its cache by compressed answers',
    run(stage) {
      const browser = stage.exec(stage.shell(), '/usr/bin/browser', ['browser']);
      for (let i = 0; i < 40; i++) {
        const path = stage.file(`/home/alice/.cache/b/${i}`, prose(9000, i));
        stage.read(browser, path);
        if (i % 3 === 0) stage.write(browser, path, brotliCompressSync(prose(9000, i + 70)));
        else if (i % 3 === 1) stage.write(browser, path, gzip(prose(9000, i + 70)));
        else stage.unlink(browser, path);
      }
    },
  },
  {
    name: 'ansible-vault encrypts three files in place',
    run(stage) {
      const vault = stage.exec(stage.shell(), '/usr/bin/python3', [
        'python3',
        '/usr/bin/ansible-vault',
        'encrypt',
        '…',
      ]);
      documents(stage, 3).forEach((path, i) => {
        const hex = aes(stage.read(vault, path), i)
          .toString('hex')
          .replace(/(.{80})/g, '$1\n');
        stage.write(vault, path, Buffer.from(`$ANSIBLE_VAULT;1.1;AES256\n${hex}\n`));
      });
    },
  },
  {
    name: 'shred wipes files that somebody has searched through',
    run(stage) {
      const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', 'clean.sh']);
      const paths = documents(stage, 10);
      const grep = stage.exec(sh, '/usr/bin/grep', ['grep', '-r', 'x']);
      for (const path of paths) stage.read(grep, path);
      paths.forEach((path, i) => {
        const shred = stage.exec(sh, '/usr/bin/shred', ['shred', '-u', path]);
        const size = stage.files.get(path)?.bytes.length ?? 0;
        stage.session(
          shred,
          path,
          [1, 2, 3].map((pass) => ({ write: [0, noise(size, i * 3 + pass)] as const })),
        );
        stage.unlink(shred, path);
      });
    },
  },
  {
    name: 'make compiles and removes its intermediates',
    run(stage) {
      const cc = stage.exec(stage.exec(stage.shell(), '/usr/bin/make', ['make']), '/usr/bin/cc', ['cc']);
      for (const path of documents(stage, 20, '/home/alice/src')) {
        const source = stage.read(cc, path);
        const assembly = stage.write(cc, `/tmp/${source.length}.s`, prose(4000, source.length));
        const elf = Buffer.concat([
          Buffer.from('7f454c46020101000000000000000000010003e0', 'hex'),
          Buffer.alloc(3000, 5),
        ]);
        stage.write(cc, `${path}.o`, elf);
        stage.unlink(cc, assembly);
      }
    },
  },
  {
    name: 'logrotate compresses and truncates',
    run(stage) {
      const rotate = stage.exec(undefined, '/usr/sbin/logrotate', ['logrotate'], {
        cgroup: '/system.slice/logrotate.service',
      });
      for (let i = 0; i < 20; i++) {
        const log = stage.file(`/var/log/app${i}.log`, prose(8000, i));
        const moved = stage.rename(rotate, log, `${log}.1`);
        stage.write(rotate, `${moved}.gz`, gzip(stage.read(rotate, moved)));
        stage.unlink(rotate, moved);
        stage.write(rotate, log, Buffer.alloc(0));
      }
    },
  },
  {
    name: 'one file is overwritten with ciphertext, notes and all',
    run(stage) {
      const actor = stage.exec(undefined, '/memfd:x', ['x'], { memfd: true });
      const path = stage.file('/home/alice/a.txt', prose(4000, 1));
      stage.session(actor, path, [{ read: [0, 4000] }, { write: [0, aes(prose(4000, 1))] }]);
      for (let i = 0; i < 5; i++) stage.write(actor, `/home/alice/${i}/README.txt`, ransomNote());
    },
  },
  {
    name: 'spreadsheets are exported anew over the old ones',
    run(stage) {
      const actor = stage.exec(stage.shell(), '/opt/office', ['office']);
      for (let i = 0; i < 30; i++) {
        const path = stage.file(`/home/alice/t/${i}.csv`, csv(80, i + 1));
        stage.read(actor, path);
        stage.write(actor, path, csv(90, i + 2));
      }
    },
  },
];

describe('AN0603', () => testQuiet(CASES, /three/));
