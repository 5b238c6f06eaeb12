/** Attacks by other ways than those in `shapes.test.ts`: thought up against the analytic by its own reviewer. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
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
  sqlite,
  zip,
} from './testing/materials.ts';
import { type Actor, type Operation, Stage } from './testing/stage.ts';

interface Attack {
  readonly name: string;
  /** Destroyed files at which it must be told at the latest. */
  readonly by: number;
  run(stage: Stage): void;
}

function documents(stage: Stage, count = 12, root = '/srv/share'): readonly string[] {
  return Array.from({ length: count }, (_, i) =>
    stage.file(`${root}/d${i % 3}/paper${i}.txt`, prose(3000 + i * 171, i + 1)),
  );
}

const nothing = { type: 'null', object: '1:3' } as const;

/** Two processes joined by a pipe of their own. */
function pipeline(stage: Stage, parent: Actor, number: number, from: readonly string[], to: readonly string[]) {
  const pipe = { type: 'pipe', object: `pipe:${number}` } as const;
  const image = (argv: readonly string[]) => `/usr/bin/${argv[0]}`;
  const writer = stage.exec(parent, image(from), from, { stdio: [nothing, pipe, nothing] });
  const reader = stage.exec(parent, image(to), to, { stdio: [pipe, nothing, nothing] });
  return { writer, reader };
}

function python(stage: Stage): Actor {
  return stage.exec(stage.shell(), '/usr/bin/python3', ['python3', 'x.py']);
}

function bytesOf(stage: Stage, path: string): Buffer {
  return Buffer.from(stage.files.get(path)?.bytes ?? []);
}

function overwrite(stage: Stage, actor: Actor, path: string, change: (plain: Buffer) => Uint8Array): void {
  const plain = bytesOf(stage, path);
  stage.session(actor, path, [{ read: [0, plain.length] }, { write: [0, change(plain)] }]);
}

const ATTACKS: readonly Attack[] = [
  {
    name: 'openssl enc < f > f.tmp, mv f.tmp f',
    by: 6,
    run(stage) {
      const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', 'a.sh']);
      for (const path of documents(stage)) {
        const enc = stage.exec(sh, '/usr/bin/openssl', ['openssl', 'enc', '-aes-256-cbc', '-k', 'x']);
        const cipher = opensslEnc(stage.read(enc, path, 8192));
        stage.write(enc, `${path}.tmp`, cipher, 8192);
        stage.end(enc);
        stage.rename(stage.exec(sh, '/usr/bin/mv', ['mv', `${path}.tmp`, path]), `${path}.tmp`, path);
      }
    },
  },
  {
    name: 'openssl enc … | dd of=f conv=notrunc',
    by: 6,
    run(stage) {
      const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', 'a.sh']);
      documents(stage).forEach((path, i) => {
        const { writer, reader } = pipeline(stage, sh, 900 + i, ['openssl', 'enc', '-in', path], ['dd', `of=${path}`]);
        const plain = stage.read(writer, path, 8192);
        stage.session(reader, path, [{ write: [0, opensslEnc(plain, i)] }]);
      });
    },
  },
  {
    name: 'tar c dir | openssl enc > x, rm -rf dir',
    by: 6,
    run(stage) {
      const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', 'a.sh']);
      const paths = documents(stage, 60);
      const { writer, reader } = pipeline(stage, sh, 901, ['tar', 'c', '/srv/share'], ['openssl', 'enc', '-aes256']);
      const all = Buffer.concat(paths.map((path) => stage.read(writer, path)));
      stage.end(writer);
      stage.write(reader, '/srv/x', opensslEnc(all), 8192);
      stage.end(reader);
      const rm = stage.exec(sh, '/usr/bin/rm', ['rm', '-rf', '/srv/share']);
      for (const path of paths) stage.unlink(rm, path);
    },
  },
  {
    name: 'gpg --batch -c, then shred -u',
    by: 6,
    run(stage) {
      const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', 'a.sh']);
      documents(stage).forEach((path, i) => {
        const gpg = stage.exec(sh, '/usr/bin/gpg', ['gpg', '--batch', '-c', path]);
        stage.write(gpg, `${path}.gpg`, gpgSymmetric(stage.read(gpg, path, 8192), i));
        stage.end(gpg);
        wipe(stage, sh, path, i);
      });
    },
  },
  {
    name: 'an archiver with a password that removes what it took (zip -e -m, 7z -p -sdel)',
    by: 6,
    run(stage) {
      const zipper = stage.exec(stage.shell(), '/usr/bin/zip', ['zip', '-q', 'x', '-r', 'share']);
      const paths = documents(stage, 40);
      const plain = Buffer.concat(paths.map((path) => stage.read(zipper, path)));
      stage.write(zipper, '/srv/ziAb', zip('paper0.txt', aes(deflateRawSync(plain)), true));
      stage.rename(zipper, '/srv/ziAb', '/srv/x.zip');
      for (const path of paths) stage.unlink(zipper, path);
    },
  },
  {
    name: 'renames to a random name first, then overwrites the first half',
    by: 2,
    run(stage) {
      const actor = python(stage);
      documents(stage).forEach((path, i) => {
        const hidden = stage.rename(actor, path, `/srv/share/d${i % 3}/${noise(7, i).toString('hex')}`);
        const half = bytesOf(stage, hidden).subarray(0, 1500);
        stage.session(actor, hidden, [{ read: [0, half.length] }, { write: [0, aes(half, i)] }]);
      });
    },
  },
  {
    name: 'ciphertext to another mount; originals removed minutes later by another process of the job',
    by: 3,
    run(stage) {
      const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', 'a.sh']);
      const paths = documents(stage);
      const actor = stage.exec(sh, '/usr/bin/python3', ['python3', 'x.py']);
      paths.forEach((path, i) => {
        stage.write(actor, `/mnt/usb/${noise(8, i).toString('hex')}`, aes(stage.read(actor, path), i));
      });
      stage.end(actor);
      stage.wait(300_000);
      const rm = stage.exec(sh, '/usr/bin/find', ['find', '/srv/share', '-type', 'f', '-delete']);
      for (const path of paths) stage.unlink(rm, path);
    },
  },
  {
    name: 'a worker reads and pipes to another, which writes new files; a third removes',
    by: 3,
    run(stage) {
      const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', 'a.sh']);
      documents(stage).forEach((path, i) => {
        const { writer, reader } = pipeline(stage, sh, 950 + i, ['python3', 'r.py'], ['python3', 'w.py']);
        const plain = stage.read(writer, path);
        stage.end(writer);
        stage.write(reader, `/srv/out/${i}`, aes(plain, i));
        stage.end(reader);
        stage.unlink(stage.exec(sh, '/usr/bin/rm', ['rm', path]), path);
      });
    },
  },
  {
    name: 'a reader and a writer for each file, joined by a socketpair: the writer overwrites what it has not read',
    by: 3,
    run(stage) {
      const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', 'a.sh']);
      documents(stage).forEach((path, i) => {
        const [one, other] = [`socket:${9000 + 2 * i}`, `socket:${9001 + 2 * i}`];
        const none = { type: 'null', object: '1:3' } as const;
        const here = { type: 'unix', object: one, peer: other } as const;
        const there = { type: 'unix', object: other, peer: one } as const;
        const reader = stage.exec(sh, '/usr/bin/python3', ['python3', 'r.py'], { stdio: [none, here, none] });
        const writer = stage.exec(sh, '/usr/bin/python3', ['python3', 'w.py'], { stdio: [there, none, none] });
        stage.session(writer, path, [{ write: [0, aes(stage.read(reader, path), i)] }]);
      });
    },
  },
  {
    name: 'a pool of workers: one reads, another overwrites, joined by nothing that is seen',
    by: 4,
    run(stage) {
      const pool = python(stage);
      const reader = stage.exec(pool, '/usr/bin/python3', ['python3', 'x.py', 'r']);
      const writer = stage.exec(pool, '/usr/bin/python3', ['python3', 'x.py', 'w']);
      documents(stage).forEach((path, i) => {
        stage.session(writer, path, [{ write: [0, aes(stage.read(reader, path), i)] }]);
      });
    },
  },
  {
    name: 'nothing but files of 6 to 82 bytes',
    by: 10,
    run(stage) {
      const actor = python(stage);
      for (let i = 0; i < 40; i++) {
        const text = 'user=alice;host=db1;port=5432;mode=ro;retries=3;timeout=30;path=/srv/app/data;level=info';
        const path = stage.file(`/etc/app/d${i % 4}/s${i}`, Buffer.from(text.slice(0, 6 + ((i * 2) % 77))));
        overwrite(stage, actor, path, (plain) => aes(plain, i + 1));
      }
    },
  },
  {
    name: 'stripes of 4 KiB in place, each read and written alone (O_DIRECT)',
    by: 2,
    run(stage) {
      const actor = python(stage);
      for (let i = 0; i < 8; i++) {
        const path = stage.file(`/srv/share/big${i}.csv`, csv(2500, i + 1));
        const plain = bytesOf(stage, path);
        const operations: Operation[] = [];
        for (let at = 0; at + 4096 <= plain.length; at += 8192) {
          operations.push({ read: [at, 4096] }, { write: [at, aes(plain.subarray(at, at + 4096), i)] });
        }
        stage.session(actor, path, operations);
      }
    },
  },
  {
    name: 'photographs, archives and office documents in place',
    by: 2,
    run(stage) {
      const actor = python(stage);
      for (let i = 0; i < 9; i++) {
        const body = deflateRawSync(prose(20_000, i + 1));
        const kinds = [jpeg(30_000, i + 1), zip('word/document.xml', body, false), gzip(prose(30_000, i + 1))];
        overwrite(stage, actor, stage.file(`/home/a/m${i}`, kinds[i % 3] as Buffer), (plain) => aes(plain, i));
      }
    },
  },
  {
    name: 'empties the originals in place of removing them',
    by: 3,
    run(stage) {
      const actor = python(stage);
      documents(stage).forEach((path, i) => {
        stage.write(actor, `${path}.k`, aes(stage.read(actor, path), i));
        stage.session(actor, path, [], { truncate: true });
      });
    },
  },
  {
    name: 'writes zeros over the originals once their ciphertext is kept elsewhere',
    by: 3,
    run(stage) {
      const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', 'a.sh']);
      documents(stage).forEach((path, i) => {
        const enc = stage.exec(sh, '/opt/enc', ['enc', path]);
        const plain = stage.read(enc, path);
        stage.write(enc, `/srv/out/${i}`, aes(plain, i));
        stage.session(stage.exec(sh, '/usr/bin/dd', ['dd', `of=${path}`, 'conv=notrunc']), path, [
          { write: [0, Buffer.alloc(plain.length)] },
        ]);
      });
    },
  },
  {
    name: 'works on copies of its own, which it moves over the originals',
    by: 4,
    run(stage) {
      const actor = python(stage);
      documents(stage).forEach((path, i) => {
        const copy = stage.write(actor, `${path}~`, stage.read(actor, path));
        overwrite(stage, actor, copy, (plain) => aes(plain, i));
        stage.rename(actor, copy, path);
      });
    },
  },
  {
    name: 'renames the directory in the middle of its work',
    by: 3,
    run(stage) {
      const actor = python(stage);
      const paths = documents(stage, 12, '/srv/share');
      const work = (path: string, i: number) => overwrite(stage, actor, path, (plain) => aes(plain, i));
      paths.slice(0, 1).forEach(work);
      const moved = stage.renameDirectory(actor, '/srv/share', '/srv/.gone');
      paths.slice(1).forEach((path, i) => {
        work(path.replace('/srv/share', moved), i);
      });
    },
  },
  {
    name: 'reads everything first, removes everything, writes the ciphertext last',
    by: 4,
    run(stage) {
      const actor = python(stage);
      const paths = documents(stage);
      const plain = paths.map((path) => stage.read(actor, path));
      for (const path of paths) stage.unlink(actor, path);
      plain.forEach((bytes, i) => {
        stage.write(actor, `/srv/share/${i}.x`, aes(bytes, i));
      });
    },
  },
  {
    name: 'databases page by page, not the first ones',
    by: 3,
    run(stage) {
      const actor = python(stage);
      for (let i = 0; i < 6; i++) {
        const tables = Array.from({ length: 10 }, (_, n) => page(i * 10 + n));
        const path = stage.file(`/var/lib/app/${i}.db`, Buffer.concat([sqlite(2), ...tables]));
        const plain = bytesOf(stage, path);
        const pages = [2, 4, 6, 8].flatMap((page): Operation[] => [
          { read: [page * 4096, 4096] },
          { write: [page * 4096, aes(plain.subarray(page * 4096, page * 4096 + 4096), i)] },
        ]);
        stage.session(actor, path, pages);
      }
    },
  },
  {
    name: 'maps each file and encrypts it in memory',
    by: 2,
    run(stage) {
      const actor = python(stage);
      for (const [i, path] of documents(stage).entries()) {
        const plain = bytesOf(stage, path);
        stage.session(actor, path, [{ read: [0, plain.length] }, { write: [0, aes(plain, i)] }], { mapped: true });
      }
    },
  },
  {
    name: 'keeps a hard link to each file, and encrypts through it',
    by: 2,
    run(stage) {
      const actor = python(stage);
      for (const [i, path] of documents(stage).entries()) {
        const link = stage.link(actor, path, `/srv/.l/${i}`);
        overwrite(stage, actor, link, (plain) => aes(plain, i));
      }
    },
  },
];

/** `shred -u`: three passes of random bytes, then the name goes. */
function wipe(stage: Stage, parent: Actor, path: string, seed: number): void {
  const shred = stage.exec(parent, '/usr/bin/shred', ['shred', '-u', path]);
  const size = bytesOf(stage, path).length;
  const passes = [1, 2, 3].map((pass) => ({ write: [0, noise(size, seed * 5 + pass)] as const }));
  stage.session(shred, path, passes);
  stage.unlink(shred, path);
  stage.end(shred);
}

describe('AN0603 also tells of an attack that', () => {
  for (const { name, by, run } of ATTACKS) {
    it(name, () => {
      const stage = new Stage();
      run(stage);
      stage.settle();
      assert.deepEqual(stage.faults, {});
      assert.ok(stage.decidedAfter !== undefined, 'nothing was told');
      assert.ok(stage.decidedAfter <= by, `told after ${stage.decidedAfter} files, not ${by}`);
      assert.equal(stage.findings.length, 1, 'one case makes one finding');
    });
  }
});
