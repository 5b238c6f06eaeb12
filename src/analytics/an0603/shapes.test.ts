import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  aes,
  csv,
  gpgSymmetric,
  gzip,
  jpeg,
  noise,
  opensslEnc,
  prose,
  ransomNote,
  sqlite,
} from './testing/materials.ts';
import { type Actor, Stage } from './testing/stage.ts';

/** Ordinary victims: mixed kinds over a few directories. */
function victims(stage: Stage, count: number, root = '/srv/data'): readonly string[] {
  return Array.from({ length: count }, (_, i) => {
    const directory = `${root}/d${i % 4}`;
    if (i % 5 === 3) return stage.file(`${directory}/photo${i}.jpg`, jpeg(9000 + i * 211, i + 1));
    if (i % 5 === 4) return stage.file(`${directory}/table${i}.csv`, csv(60 + i, i + 1));
    return stage.file(`${directory}/report${i}.txt`, prose(2500 + i * 137, i + 1));
  });
}

function python(stage: Stage, argv: readonly string[] = ['python3', 'x.py']): Actor {
  return stage.exec(stage.shell(), '/usr/bin/python3', argv);
}

function whole(bytes: Uint8Array) {
  return { read: [0, bytes.length] as const };
}

/** Opens r+b, reads all, writes other bytes at the same offsets. */
function inPlace(stage: Stage, actor: Actor, path: string, change: (plain: Buffer) => Uint8Array): void {
  const plain = Buffer.from(stage.files.get(path)?.bytes ?? []);
  stage.session(actor, path, [whole(plain), { write: [0, change(plain)] }]);
}

interface Shape {
  readonly name: string;
  readonly files?: number;
  /** Destroyed files at which it must be told at the latest. */
  readonly by: number;
  run(stage: Stage, paths: readonly string[]): void;
}

const SHAPES: readonly Shape[] = [
  {
    name: 'openssl enc in a shell loop, then rm',
    by: 6,
    run(stage, paths) {
      const loop = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', '-c', 'for f …']);
      paths.forEach((path, i) => {
        const enc = stage.exec(loop, '/usr/bin/openssl', [
          'openssl',
          'enc',
          '-aes-256-cbc',
          '-in',
          path,
          '-out',
          `${path}.enc`,
        ]);
        stage.read(enc, path, 8192);
        stage.write(enc, `${path}.enc`, opensslEnc(stage.files.get(path)?.bytes ?? prose(1), i));
        stage.end(enc);
        const rm = stage.exec(loop, '/usr/bin/rm', ['rm', path]);
        stage.unlink(rm, path);
        stage.end(rm);
      });
    },
  },
  {
    name: 'openssl, whose configuration is as long as each document',
    by: 6,
    run(stage, paths) {
      const loop = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', '-c', 'for f …']);
      const configuration = stage.file('/etc/ssl/openssl.cnf', prose(12_335, 99));
      for (const [i] of paths.entries()) {
        const path = stage.file(`/srv/data/same${i}.txt`, prose(12_327, i + 1));
        const enc = stage.exec(loop, '/usr/bin/openssl', ['openssl', 'enc', '-aes-256-cbc', '-in', path]);
        stage.read(enc, configuration, 4096);
        stage.write(enc, `${path}.enc`, opensslEnc(stage.files.get(path)?.bytes ?? prose(1), i));
        stage.read(enc, path, 8192);
        stage.end(enc);
        stage.unlink(stage.exec(loop, '/usr/bin/rm', ['rm', path]), path);
      }
    },
  },
  {
    name: 'openssl from a renamed copy in a scratch directory',
    by: 6,
    run(stage, paths) {
      const loop = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', 'l']);
      for (const path of paths) {
        const enc = stage.exec(loop, '/tmp/k', ['k', path]);
        stage.write(enc, `${path}.q`, opensslEnc(stage.read(enc, path), 4));
        stage.end(enc);
        const rm = stage.exec(loop, '/usr/bin/rm', ['rm', path]);
        stage.unlink(rm, path);
      }
    },
  },
  {
    name: 'gpg -c over a tree, originals removed at the end',
    by: 6,
    run(stage, paths) {
      const loop = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', '-c', 'find … -exec gpg']);
      for (const path of paths) {
        const gpg = stage.exec(loop, '/usr/bin/gpg', ['gpg', '--batch', '-c', path]);
        stage.write(gpg, `${path}.gpg`, gpgSymmetric(stage.read(gpg, path, 8192), 3));
        stage.end(gpg);
      }
      const rm = stage.exec(loop, '/usr/bin/rm', ['rm', '-rf', '/srv/data']);
      for (const path of paths) stage.unlink(rm, path);
    },
  },
  {
    name: 'python overwriting in place',
    by: 2,
    run(stage, paths) {
      const actor = python(stage);
      for (const path of paths) inPlace(stage, actor, path, (plain) => aes(plain, 7));
    },
  },
  {
    name: 'reads through one descriptor, overwrites through another',
    by: 2,
    run(stage, paths) {
      const actor = python(stage);
      for (const path of paths) {
        const plain = stage.read(actor, path);
        stage.session(actor, path, [{ write: [0, aes(plain, 9)] }]);
      }
    },
  },
  {
    name: 'truncates and rewrites',
    by: 2,
    run(stage, paths) {
      const actor = python(stage);
      for (const path of paths) stage.write(actor, path, aes(stage.read(actor, path), 11));
    },
  },
  {
    name: 'writes new, then unlinks, all in one process',
    by: 2,
    run(stage, paths) {
      const actor = python(stage);
      for (const path of paths) {
        stage.write(actor, `${path}.locked`, aes(stage.read(actor, path), 13));
        stage.unlink(actor, path);
      }
    },
  },
  {
    name: 'unlinks while everything is still open: sessions are told afterwards',
    by: 2,
    run(stage, paths) {
      const actor = python(stage);
      for (const path of paths) {
        const file = stage.files.get(path);
        if (file === undefined) continue;
        const openedAt = stage.now;
        stage.unlink(actor, path);
        stage.files.set(path, file);
        stage.write(actor, `${path}.x`, aes(file.bytes, 15));
        stage.session(actor, path, [whole(file.bytes)], { openedAt });
        stage.files.delete(path);
      }
    },
  },
  {
    name: 'renames over the original',
    by: 2,
    run(stage, paths) {
      const actor = python(stage);
      for (const path of paths) {
        const fresh = stage.write(actor, `${path}.tmp`, aes(stage.read(actor, path), 17));
        stage.rename(actor, fresh, path);
      }
    },
  },
  {
    name: 'renames first, overwrites then',
    by: 2,
    run(stage, paths) {
      const actor = stage.exec(stage.shell(), '/tmp/.x/worker', ['worker']);
      for (const path of paths)
        inPlace(stage, actor, stage.rename(actor, path, `${path}.lck`), (plain) => aes(plain, 19));
    },
  },
  {
    name: 'a fork per file: xargs -P with an unpackaged program that replaces',
    by: 2,
    run(stage, paths) {
      const xargs = stage.exec(stage.shell(), '/usr/bin/xargs', ['xargs', '-P', '4', './e']);
      for (const path of paths) {
        const worker = stage.exec(xargs, '/opt/e', ['./e', path]);
        stage.write(worker, `${path}~`, aes(stage.read(worker, path), 21));
        stage.unlink(worker, path);
        stage.end(worker);
      }
    },
  },
  {
    name: 'a fork per file through a packaged interpreter',
    by: 2,
    run(stage, paths) {
      const xargs = stage.exec(stage.shell(), '/usr/bin/xargs', ['xargs', '-n1', 'python3', 'e.py']);
      for (const path of paths) {
        const worker = stage.exec(xargs, '/usr/bin/python3', ['python3', 'e.py', path]);
        inPlace(stage, worker, path, (plain) => aes(plain, 23));
        stage.end(worker);
      }
    },
  },
  {
    name: 'only the head of each file',
    by: 2,
    run(stage, paths) {
      const actor = python(stage);
      for (const path of paths) {
        const head = Buffer.from(stage.files.get(path)?.bytes.subarray(0, 1024) ?? []);
        stage.session(actor, path, [{ read: [0, 1024] }, { write: [0, aes(head, 25)] }]);
      }
    },
  },
  {
    name: 'stripes: 64 on, 192 off, within each buffer',
    by: 4,
    run(stage, paths) {
      const actor = python(stage);
      for (const path of paths) {
        inPlace(stage, actor, path, (plain) => {
          const mixed = Buffer.from(plain);
          const cipher = aes(plain, 27);
          for (let at = 0; at < mixed.length; at += 256) cipher.copy(mixed, at, at, at + 64);
          return mixed;
        });
      }
    },
  },
  {
    name: '16 bytes on, 16 off',
    by: 4,
    run(stage, paths) {
      const actor = python(stage);
      for (const path of paths) {
        inPlace(stage, actor, path, (plain) => {
          const mixed = Buffer.from(plain);
          const cipher = aes(plain, 29);
          for (let at = 0; at < mixed.length; at += 32) cipher.copy(mixed, at, at, at + 16);
          return mixed;
        });
      }
    },
  },
  {
    name: 'base64 of ciphertext',
    by: 3,
    run(stage, paths) {
      const actor = python(stage);
      for (const path of paths) {
        const cipher = Buffer.from(aes(stage.read(actor, path), 31).toString('base64'));
        stage.write(actor, path, cipher);
      }
    },
  },
  {
    name: 'XOR with a short key',
    by: 4,
    run(stage, paths) {
      const actor = python(stage);
      for (const path of paths)
        inPlace(stage, actor, path, (plain) => plain.map((byte, i) => byte ^ ([0x5a, 0xc3, 0x91][i % 3] ?? 0)));
    },
  },
  {
    name: 'bit flip',
    by: 4,
    run(stage, paths) {
      const actor = python(stage);
      for (const path of paths) inPlace(stage, actor, path, (plain) => plain.map((byte) => byte ^ 0xff));
    },
  },
  {
    name: 'false gzip headers before ciphertext',
    by: 2,
    run(stage, paths) {
      const actor = python(stage);
      for (const path of paths) {
        const lie = Buffer.concat([Buffer.from('1f8b0800000000000003', 'hex'), aes(stage.read(actor, path), 33)]);
        stage.write(actor, `${path}.gz`, lie);
        stage.unlink(actor, path);
      }
    },
  },
  {
    name: 'tar piped into gpg over 800 files, then rm -r',
    files: 800,
    by: 6,
    run(stage, paths) {
      const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', '-c', 'tar c d | gpg -c > o; rm -r d']);
      const pipe = { type: 'pipe', object: 'pipe:77' } as const;
      const nothing = { type: 'null', object: '1:3' } as const;
      const tar = stage.exec(sh, '/usr/bin/tar', ['tar', 'c', '/srv/data'], { stdio: [nothing, pipe, nothing] });
      const gpg = stage.exec(sh, '/usr/bin/gpg', ['gpg', '-c', '-o', '/srv/o'], { stdio: [pipe, nothing, nothing] });
      const all = paths.map((path) => stage.read(tar, path));
      stage.write(gpg, '/srv/o', gpgSymmetric(Buffer.concat(all), 5));
      const rm = stage.exec(sh, '/usr/bin/rm', ['rm', '-r', '/srv/data']);
      for (const path of paths) stage.unlink(rm, path);
    },
  },
  {
    name: 'tiny files of 6 to 82 bytes with many others',
    by: 8,
    run(stage, paths) {
      const actor = python(stage);
      paths.forEach((path, i) => {
        const tiny = stage.file(`${path}.tiny`, prose(6 + i * 7, i + 3).fill('setting=value;', 0));
        inPlace(stage, actor, tiny, (plain) => aes(plain, 35 + i));
      });
    },
  },
  {
    name: 'one file a minute',
    files: 30,
    by: 2,
    run(stage, paths) {
      const actor = python(stage);
      for (const path of paths) {
        stage.wait(60_000);
        inPlace(stage, actor, path, (plain) => aes(plain, 37));
      }
    },
  },
  {
    name: 'openssl, one file in ten minutes, over hours',
    files: 12,
    by: 6,
    run(stage, paths) {
      const loop = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', 'slow.sh']);
      for (const path of paths) {
        stage.wait(600_000);
        const enc = stage.exec(loop, '/usr/bin/openssl', ['openssl', 'enc', '-aes-256-ctr', '-in', path]);
        stage.write(enc, `${path}.e`, opensslEnc(stage.read(enc, path)));
        stage.end(enc);
        stage.unlink(stage.exec(loop, '/usr/bin/rm', ['rm', path]), path);
      }
    },
  },
  {
    name: 'separate jobs of one unpackaged program, as from cron',
    by: 3,
    run(stage, paths) {
      for (const path of paths) {
        stage.wait(60_000);
        const job = stage.exec(undefined, '/opt/.cache/u', ['u'], { cgroup: '/system.slice/cron.service' });
        inPlace(stage, job, path, (plain) => aes(plain, 39));
        stage.end(job);
      }
    },
  },
  {
    name: 'photographs and archives lose their magic',
    by: 2,
    run(stage) {
      const actor = python(stage);
      for (let i = 0; i < 5; i++) {
        const photo = stage.file(`/home/a/p${i}.jpg`, jpeg(20_000, i + 2));
        const archive = stage.file(`/home/a/p${i}.gz`, gzip(prose(20_000, i + 2)));
        inPlace(stage, actor, photo, (plain) => aes(plain, 41));
        inPlace(stage, actor, archive, (plain) => aes(plain, 43));
      }
    },
  },
  {
    name: 'databases',
    by: 2,
    run(stage) {
      const actor = python(stage);
      for (let i = 0; i < 4; i++)
        inPlace(stage, actor, stage.file(`/var/lib/app/${i}.db`, sqlite(4)), (plain) => aes(plain, 45));
    },
  },
  {
    name: 'from a memfd, with notes',
    by: 2,
    run(stage, paths) {
      const actor = stage.exec(undefined, '/memfd:x', ['kworker'], { memfd: true });
      paths.forEach((path, i) => {
        inPlace(stage, actor, path, (plain) => aes(plain, 47));
        if (i < 4) stage.write(actor, `/srv/data/d${i}/n.txt`, ransomNote());
      });
    },
  },
];

describe('AN0603 tells of', () => {
  for (const shape of SHAPES) {
    it(shape.name, () => {
      const stage = new Stage();
      const paths = victims(stage, shape.files ?? 10);
      shape.run(stage, paths);
      stage.settle();
      assert.deepEqual(stage.faults, {});
      assert.ok(stage.decidedAfter !== undefined, 'nothing was told');
      assert.ok(stage.decidedAfter <= shape.by, `told after ${stage.decidedAfter} files, not ${shape.by}`);
      assert.equal(stage.findings.length, 1, 'one case makes one finding');
    });
  }

  it('the same with every name randomised', () => {
    const stage = new Stage();
    const paths = victims(stage, 8, '/q7/zz');
    const actor = stage.exec(stage.shell(), '/usr/bin/python3', ['a']);
    paths.forEach((path, i) => {
      const hidden = stage.write(
        actor,
        `/q7/zz/d${i % 4}/${noise(6, i).toString('hex')}`,
        aes(stage.read(actor, path), 51),
      );
      stage.unlink(actor, path);
      assert.ok(hidden);
    });
    assert.equal(stage.decidedAfter, 2);
  });
});

describe('an AN0603 verdict', () => {
  const run = () => {
    const stage = new Stage();
    const paths = victims(stage, 40);
    const actor = python(stage);
    for (const path of paths) inPlace(stage, actor, path, (plain) => aes(plain, 53));
    return stage.settle();
  };

  it('grows under one uid, told at most every 250 ms or on doubling', () => {
    const { verdicts } = run();
    assert.equal(new Set(verdicts.map((verdict) => verdict.uid)).size, 1);
    assert.deepEqual(
      verdicts.map((verdict) => verdict.affected?.total),
      [2, 4, 8, 16, 32, 40],
    );
  });

  it('says who, what and how, with the spine first', () => {
    const verdict = run().findings[0];
    assert.equal(verdict?.group.kind, 'process');
    assert.equal(verdict?.affected?.overwritten, 40);
    assert.equal(verdict?.affected?.directories, 4);
    assert.match(verdict?.title ?? '', /python3 .* encrypted 40 files below \/srv\/data; originals: 40 overwritten/);
    assert.equal(verdict?.legs[0]?.leg, 'destroyed-plaintext');
    assert.equal(verdict?.severity, 'critical');
    assert.equal(verdict?.affected?.files[0]?.before, 'text');
    assert.equal(verdict?.affected?.files[0]?.after, 'random');
  });

  it('has the same uid in a replay', () => {
    assert.equal(run().findings[0]?.uid, run().findings[0]?.uid);
  });
});
