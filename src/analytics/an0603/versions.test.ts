/** Ciphertext is made in one place and originals change or go in another: what looks alike by size and time is not the same data. */
import { describe } from 'node:test';
import { brotliCompressSync, deflateRawSync } from 'node:zlib';
import { aes, gzip, noise, prose, zip } from './testing/materials.ts';
import { type QuietCase, testQuiet } from './testing/quiet-table.ts';
import type { Actor, Stage } from './testing/stage.ts';

function documents(stage: Stage, count: number, root: string): readonly string[] {
  return Array.from({ length: count }, (_, i) =>
    stage.file(`${root}/d${i % 4}/text${i}.txt`, prose(2500 + i * 83, i + 1)),
  );
}

/** One process reads them all and writes encrypted packs. */
function backedUp(stage: Stage, login: Actor, paths: readonly string[], into: string): void {
  const tool = stage.exec(login, '/opt/backup/bin/backup', ['backup', 'run']);
  let pack: Buffer[] = [];
  paths.forEach((path, i) => {
    pack.push(deflateRawSync(stage.read(tool, path)));
    if (i % 8 === 7) {
      stage.write(tool, `${into}/pack${i}`, aes(Buffer.concat(pack), i));
      pack = [];
    }
  });
  stage.end(tool);
}

/** A zip archive of one part, of so many different words that it passes for random once deflated; or stored as it is. */
function document(seed: number, stored: boolean): Buffer {
  const text = Buffer.from(noise(6000, seed).toString('base64'));
  const made = zip('word/document.xml', stored ? text : deflateRawSync(text), false);
  if (stored) made.writeUInt16LE(0, 8);
  return made;
}

/** Output and errors of all into one pipe, which somebody else reads. */
function logged(stage: Stage, parent: Actor, image: string, argv: readonly string[]): Actor {
  const log = { type: 'pipe', object: 'pipe:77' } as const;
  return stage.exec(parent, image, argv, { stdio: [{ type: 'null', object: '1:3' }, log, log] });
}

const CASES: readonly QuietCase[] = [
  {
    name: 'a script backs a tree up and then edits it with sed -i',
    run(stage) {
      const login = stage.shell();
      const paths = documents(stage, 40, '/srv/wiki');
      backedUp(stage, login, paths, '/srv/backup-a');
      const sed = stage.exec(login, '/usr/bin/sed', ['sed', '-i', 's/north/south/']);
      paths.forEach((path, i) => {
        const edited = stage.read(sed, path).toString().replaceAll('north', 'south');
        stage.rename(sed, stage.write(sed, `/srv/wiki/d${i % 4}/sed${i}`, Buffer.from(edited)), path);
      });
    },
  },
  {
    name: 'sed -i spoils compressed files',
    run(stage) {
      const login = stage.shell();
      for (let i = 0; i < 6; i++) {
        const path = stage.file(`/srv/spoiled/${i}.gz`, gzip(prose(9000 + i * 200, i + 1)));
        const sed = stage.exec(login, '/usr/bin/sed', ['sed', '-i', 's/e/ea/g', path]);
        const edited = stage.read(sed, path).toString('latin1').replaceAll('e', 'ea');
        stage.rename(sed, stage.write(sed, `/srv/spoiled/sed${i}`, Buffer.from(edited, 'latin1')), path);
      }
    },
  },
  {
    name: 'files are turned into digits on a busy host, where programs start slowly, while the same job makes ciphertext of about that size',
    run(stage) {
      const login = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', 'both.sh']);
      for (let i = 0; i < 12; i++) {
        const path = stage.file(`/srv/digits/${i}.txt`, prose(3000 + i * 90, i + 1));
        const xxd = stage.exec(login, '/usr/bin/xxd', ['xxd', '-p', path]);
        const openedAt = stage.now;
        stage.wait(600);
        const plain = stage.read(xxd, path);
        stage.session(xxd, `${path}.new`, [{ write: [0, Buffer.from(plain.toString('hex'))] }], {
          create: true,
          openedAt,
        });
        const other = stage.exec(login, '/opt/backup/bin/backup', ['backup', 'run']);
        stage.write(other, `/srv/packs/${i}`, aes(Buffer.concat([plain, Buffer.alloc(32)]), i));
        stage.rename(stage.exec(login, '/usr/bin/mv', ['mv', path]), `${path}.new`, path);
      }
    },
  },
  {
    name: 'a script backs a tree up and then prunes four files',
    run(stage) {
      const login = stage.shell();
      const paths = documents(stage, 40, '/srv/notes');
      backedUp(stage, login, paths, '/srv/backup-b');
      for (const path of paths.slice(0, 4)) stage.unlink(stage.exec(login, '/usr/bin/rm', ['rm', path]), path);
    },
  },
  {
    name: 'counters of an encrypting store are replaced by their next values',
    run(stage) {
      const store = stage.exec(stage.shell(), '/opt/store/bin/store', ['store', 'create']);
      for (let i = 0; i < 12; i++) {
        const counter = stage.file(`/srv/store/nonce${i}`, Buffer.from(`counter=${String(i).padStart(24, '0')}\n`));
        stage.read(store, counter);
        stage.write(store, `/srv/store/data${i}`, noise(400 + i, i + 1));
        const next = stage.write(
          store,
          `/srv/store/new${i}`,
          Buffer.from(`counter=${String(i + 90).padStart(24, '0')}\n`),
        );
        stage.rename(store, next, counter);
      }
    },
  },
  {
    name: 'documents in zip containers are exported over themselves, in place, deflated where they were stored',
    run(stage) {
      const office = stage.exec(stage.shell(), '/usr/bin/python3', ['python3', 'export.py']);
      for (let i = 0; i < 20; i++) {
        const path = stage.file(`/home/ann/d${i % 3}/${i}.docx`, document(i + 1, true));
        const size = stage.files.get(path)?.bytes.length ?? 0;
        const now = document(i + 70, false).subarray(0, size);
        stage.session(office, path, [{ read: [0, size] }, { write: [0, now] }]);
      }
    },
  },
  {
    name: 'brotli packs what cannot be packed, next to other files, in one process',
    run(stage) {
      const brotli = stage.exec(stage.shell(), '/usr/bin/brotli', ['brotli', '-j']);
      const sounds = Array.from({ length: 6 }, (_, i) => {
        const header = Buffer.from(
          'RIFF\x24\x08\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x02\x00\x44\xac\x00\x00',
          'latin1',
        );
        return stage.file(`/srv/media/${i}.wav`, Buffer.concat([header, noise(8000 + i, i + 1)]));
      });
      for (const path of sounds) {
        const packed = brotliCompressSync(stage.read(brotli, path));
        stage.write(brotli, `${path}.br`, packed);
        stage.unlink(brotli, path);
      }
    },
  },
  {
    name: 'a tree is moved into an encrypted vault: the copy is closed before its source, and a daemon writes ciphertext',
    run(stage) {
      const login = stage.shell();
      const daemon = stage.exec(login, '/usr/bin/gocryptfs', ['gocryptfs', 'cipher', 'plain']);
      const move = stage.exec(login, '/usr/bin/mv', ['mv', 'moved', 'plain/']);
      const paths = documents(stage, 30, '/srv/moved');
      paths.forEach((path, i) => {
        const plain = Buffer.from(stage.files.get(path)?.bytes ?? []);
        const openedAt = stage.now;
        stage.write(daemon, `/srv/cipher/${i}`, aes(plain, i));
        stage.session(move, `/srv/plain/${i}.txt`, [{ write: [0, plain] }], { create: true });
        stage.session(move, path, [{ read: [0, plain.length] }], { openedAt });
      });
      for (const path of paths) stage.unlink(move, path);
    },
  },
  {
    name: 'a program leaves a plain copy beside the ciphertext, closed before its source',
    run(stage) {
      const tool = stage.exec(stage.shell(), '/opt/tool/archive', ['archive']);
      documents(stage, 20, '/srv/kept').forEach((path, i) => {
        const plain = Buffer.from(stage.files.get(path)?.bytes ?? []);
        const openedAt = stage.now;
        stage.session(tool, `/srv/copies/${i}.txt`, [{ write: [0, plain] }], { create: true });
        stage.session(tool, `/srv/sealed/${i}`, [{ write: [0, aes(plain, i)] }], { create: true });
        stage.session(tool, path, [{ read: [0, plain.length] }], { openedAt });
        stage.unlink(tool, path);
      });
    },
  },
  {
    name: 'gzip packs what lies in an encrypted vault, whose daemon writes ciphertext of about that size',
    run(stage) {
      const login = stage.shell();
      const daemon = stage.exec(login, '/usr/bin/gocryptfs', ['gocryptfs', 'cipher', 'plain']);
      for (let i = 0; i < 30; i++) {
        const path = stage.file(
          `/srv/vault/${i}.wav`,
          Buffer.concat([Buffer.from(prose(600, i + 1)), noise(8000, i + 1)]),
        );
        const pack = stage.exec(login, '/usr/bin/gzip', ['gzip', path]);
        const plain = stage.read(pack, path);
        stage.write(daemon, `/srv/cipher2/${i}`, aes(Buffer.concat([plain, noise(40, i)]), i));
        stage.write(pack, `${path}.gz`, gzip(plain));
        stage.unlink(pack, path);
        stage.end(pack);
      }
    },
  },
  {
    name: 'a tree is packed and then wiped, and all write to one log',
    run(stage) {
      const login = stage.shell();
      const paths = documents(stage, 12, '/srv/old');
      const tar = logged(stage, login, '/usr/bin/tar', ['tar', '-cJf', 'old.tar.xz', 'old']);
      for (const path of paths) stage.read(tar, path);
      stage.end(tar);
      paths.forEach((path, i) => {
        const wipe = logged(stage, login, '/usr/bin/shred', ['shred', '-n', '1', '-u', path]);
        const size = stage.files.get(path)?.bytes.length ?? 0;
        stage.session(wipe, path, [{ write: [0, noise(size, i + 1)] }]);
        stage.wait(2000);
        stage.unlink(wipe, path);
        stage.end(wipe);
      });
    },
  },
];

describe('AN0603', () => testQuiet(CASES, /$^/));
