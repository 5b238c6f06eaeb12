/** Chains: what is encrypted is not the original but something that was made of it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzip, opensslEnc, prose } from './testing/materials.ts';
import { type Actor, Stage } from './testing/stage.ts';

const COUNT = 12;

function documents(stage: Stage): readonly string[] {
  return Array.from({ length: COUNT }, (_, i) =>
    stage.file(`/srv/share/d${i % 3}/paper${i}.txt`, prose(3000 + i * 171, i + 1)),
  );
}

class Script {
  readonly stage = new Stage();
  readonly shell: Actor;

  constructor() {
    this.shell = this.stage.exec(this.stage.shell(), '/usr/bin/bash', ['bash', 'a.sh']);
  }

  /** A process of the script's own that reads one file whole and writes another. */
  make(program: string, from: string, to: string, change: (plain: Buffer) => Uint8Array): string {
    const actor = this.stage.exec(this.shell, `/usr/bin/${program}`, [program, from, to]);
    const plain = this.stage.read(actor, from, 8192);
    this.stage.write(actor, to, change(plain), 8192);
    this.stage.end(actor);
    return to;
  }

  /** `cp` by copy_file_range: no byte passes a buffer, and of the source nothing is sampled. */
  clone(from: string, to: string): string {
    const actor = this.stage.exec(this.shell, '/usr/bin/cp', ['cp', from, to]);
    const plain = Buffer.from(this.stage.files.get(from)?.bytes ?? []);
    const openedAt = this.stage.now;
    this.stage.session(actor, to, [{ write: [0, plain] }], { create: true, methods: ['splice_in'], openedAt });
    this.stage.session(actor, from, [{ read: [0, plain.length] }], { methods: ['splice_out'], blind: true, openedAt });
    this.stage.end(actor);
    return to;
  }

  remove(path: string): void {
    const actor = this.stage.exec(this.shell, '/usr/bin/rm', ['rm', path]);
    this.stage.unlink(actor, path);
    this.stage.end(actor);
  }

  /** `tar cz` with a compressor of its own: a shell makes the file, and closes it after the compressor is done. */
  packByChild(paths: readonly string[], to: string): string {
    const tar = this.stage.exec(this.shell, '/usr/bin/tar', ['tar', 'cJf', to]);
    const sh = this.stage.exec(tar, '/usr/bin/dash', ['/bin/sh', '-c', 'xz']);
    const xz = this.stage.exec(sh, '/usr/bin/xz', ['xz']);
    const packed = gzip(Buffer.concat(paths.map((path) => this.stage.read(tar, path, 8192))));
    const openedAt = this.stage.now;
    this.stage.wait(900);
    this.stage.file(to, Buffer.alloc(0));
    this.stage.session(xz, to, [{ write: [0, packed] }], { inherited: true, openedAt: openedAt + 300 });
    this.stage.session(sh, to, [], { create: true, openedAt });
    this.stage.end(tar);
    return to;
  }

  /** `tar cz`: all of them into one. */
  pack(paths: readonly string[], to: string): string {
    const tar = this.stage.exec(this.shell, '/usr/bin/tar', ['tar', 'czf', to]);
    const openedAt = this.stage.now;
    const packed = gzip(Buffer.concat(paths.map((path) => this.stage.read(tar, path, 8192))));
    this.stage.session(tar, to, [{ write: [0, packed] }], { create: true, openedAt });
    this.stage.end(tar);
    return to;
  }
}

const same = (plain: Buffer) => plain;
const encrypt = (plain: Buffer) => opensslEnc(plain);

type Row = readonly [name: string, run: (script: Script, paths: readonly string[]) => void];

const CHAINS: readonly Row[] = [
  [
    'gzip f; openssl enc f.gz; rm f.gz',
    (script, paths) => {
      for (const path of paths) {
        const packed = script.make('gzip', path, `${path}.gz`, gzip);
        script.remove(path);
        script.make('openssl', packed, `${path}.enc`, encrypt);
        script.remove(packed);
      }
    },
  ],
  [
    'zip t f; openssl enc t; rm f t',
    (script, paths) => {
      for (const path of paths) {
        const packed = script.make('gzip', path, `${path}.gz`, gzip);
        script.make('openssl', packed, `${path}.enc`, encrypt);
        script.remove(path);
        script.remove(packed);
      }
    },
  ],
  [
    'a copy of the tree is encrypted, then the tree is removed',
    (script, paths) => {
      const copies = paths.map((path) => script.make('cp', path, path.replace('/srv/share', '/var/tmp/new'), same));
      for (const copy of copies) {
        script.make('openssl', copy, `${copy}.enc`, encrypt);
        script.remove(copy);
      }
      for (const path of paths) script.remove(path);
    },
  ],
  [
    'a copy that the kernel made is encrypted, then the tree is removed',
    (script, paths) => {
      const copies = paths.map((path) => script.clone(path, path.replace('/srv/share', '/var/tmp/new')));
      for (const copy of copies) {
        script.make('openssl', copy, `${copy}.enc`, encrypt);
        script.remove(copy);
      }
      for (const path of paths) script.remove(path);
    },
  ],
  [
    'tar czf t tree; rm -r tree; openssl enc t; rm t',
    (script, paths) => {
      const packed = script.pack(paths, '/srv/share.tgz');
      for (const path of paths) script.remove(path);
      script.make('openssl', packed, '/srv/share.enc', encrypt);
      script.remove(packed);
    },
  ],
  [
    'tar czf t tree; openssl enc t; rm t; rm -r tree',
    (script, paths) => {
      const packed = script.pack(paths, '/srv/share.tgz');
      script.make('openssl', packed, '/srv/share.enc', encrypt);
      script.remove(packed);
      for (const path of paths) script.remove(path);
    },
  ],
  [
    'tar cJf t tree; rm -r tree; openssl enc t; rm t, where a child of a shell compresses',
    (script, paths) => {
      const packed = script.packByChild(paths, '/srv/share.txz');
      for (const path of paths) script.remove(path);
      script.make('openssl', packed, '/srv/share.enc', encrypt);
      script.remove(packed);
    },
  ],
];

const WORK: readonly Row[] = [
  [
    'files are compressed and removed',
    (script, paths) => {
      for (const path of paths) {
        script.make('gzip', path, `${path}.gz`, gzip);
        script.remove(path);
      }
    },
  ],
  [
    'an archive is encrypted for the way, and the originals stay',
    (script, paths) => {
      const packed = script.pack(paths, '/srv/share.tgz');
      script.make('openssl', packed, '/srv/share.enc', encrypt);
      script.remove(packed);
    },
  ],
  [
    'an archive is encrypted for the way, and two of the originals are pruned',
    (script, paths) => {
      const packed = script.pack(paths, '/srv/share.tgz');
      script.make('openssl', packed, '/srv/share.enc', encrypt);
      script.remove(packed);
      for (const path of paths.slice(0, 2)) script.remove(path);
    },
  ],
  [
    'compressed files are encrypted elsewhere, and stay',
    (script, paths) => {
      for (const path of paths) {
        const packed = script.make('gzip', path, `${path}.gz`, gzip);
        script.remove(path);
        script.make('openssl', packed, `/mnt/away${path}.enc`, encrypt);
      }
    },
  ],
  [
    'a tree is moved by copying, and a dump beside it is encrypted and removed',
    (script, paths) => {
      for (const path of paths) {
        script.make('cp', path, path.replace('/srv', '/opt'), same);
        script.remove(path);
      }
      const dump = script.make('pg_dump', '/opt/share/d0/paper0.txt', '/var/tmp/dump.sql', (plain) =>
        Buffer.from(`INSERT ${plain.toString()}`),
      );
      script.make('openssl', dump, '/var/tmp/dump.enc', encrypt);
      script.remove(dump);
    },
  ],
  [
    'a tree is moved to another file system, where three files are encrypted by hand',
    (script, paths) => {
      for (const path of paths) {
        script.clone(path, path.replace('/srv', '/mnt'));
        script.remove(path);
      }
      for (const path of paths.slice(0, 3)) {
        const moved = path.replace('/srv', '/mnt');
        script.make('openssl', moved, `${moved}.enc`, encrypt);
        script.remove(moved);
      }
    },
  ],
  [
    'an archive is cut into volumes and the tree is removed',
    (script, paths) => {
      const tar = script.stage.exec(script.shell, '/usr/bin/tar', ['tar', 'cz']);
      const packed = gzip(Buffer.concat(paths.map((path) => script.stage.read(tar, path, 8192))));
      const size = Math.ceil(packed.length / 5.5);
      for (let i = 0; i * size < packed.length; i++)
        script.stage.write(tar, `/mnt/part.${i}`, packed.subarray(i * size, (i + 1) * size));
      for (const path of paths) script.remove(path);
    },
  ],
  [
    'an archive of a tree is removed with the tree, unencrypted',
    (script, paths) => {
      const packed = script.pack(paths, '/srv/share.tgz');
      for (const path of paths) script.remove(path);
      script.remove(packed);
    },
  ],
];

describe('AN0603, chains', () => {
  for (const [name, run] of CHAINS)
    it(`tells of ${name}`, () => {
      const script = new Script();
      const paths = documents(script.stage);
      run(script, paths);
      script.stage.settle();
      assert.equal(script.stage.findings.length, 1);
      const { affected } = script.stage.findings[0] ?? {};
      assert.equal(affected?.total, COUNT);
      assert.deepEqual(affected?.files.map(({ path }) => path).sort(), [...paths].sort());
      assert.ok(affected?.files.every(({ how }) => how === 'removed'));
    });

  for (const [name, run] of WORK)
    it(`stays quiet when ${name}`, () => {
      const script = new Script();
      run(script, documents(script.stage));
      assert.deepEqual(script.stage.settle().findings, []);
    });
});
