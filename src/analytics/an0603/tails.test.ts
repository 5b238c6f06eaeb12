/** Encryption that leaves the beginnings of files alone, and what changes files beyond their beginnings in ordinary work. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aes, diskImage, noise, opus, picture, prose, zipArchive } from './testing/materials.ts';
import { type Actor, type Operation, Stage } from './testing/stage.ts';

type Make = (i: number) => Buffer;

const PHOTO: Make = (i) => picture(9000 + i * 811, i + 1);
const DISK: Make = (i) => diskImage(5 << 18, i + 1);
/** What is spared of a disk, bytes. */
const HEAD = 1 << 18;
const ARCHIVE: Make = (i) => zipArchive(12, i + 1);

function files(stage: Stage, count: number, make: Make, suffix = 'x'): readonly string[] {
  const made = Array.from({ length: count }, (_, i) => stage.file(`/srv/data/d${i % 4}/${i}.${suffix}`, make(i)));
  stage.wait(60_000);
  return made;
}

function tool(stage: Stage): Actor {
  return stage.exec(stage.shell(), '/usr/bin/python3', ['python3', 'x.py']);
}

function contentOf(stage: Stage, path: string): Buffer {
  return Buffer.from(stage.files.get(path)?.bytes ?? []);
}

/** Reads all in one session, and writes over everything from `from` on in another. */
function spareHead(stage: Stage, actor: Actor, path: string, from: number, change: (tail: Buffer) => Uint8Array): void {
  const plain = stage.read(actor, path, 1 << 20);
  stage.session(actor, path, [{ write: [from, change(plain.subarray(from))] }]);
}

/** Reads and writes a range after the other from `from` on, in one session. */
function sweep(stage: Stage, actor: Actor, path: string, from: number, step: number, seed: number): void {
  const plain = contentOf(stage, path);
  const operations: Operation[] = [{ read: [0, 512] }];
  for (let at = from; at < plain.length; at += step) {
    const part = plain.subarray(at, at + step);
    operations.push({ read: [at, part.length] }, { write: [at, aes(part, seed + at)] });
  }
  stage.session(actor, path, operations);
}

interface Attack {
  readonly name: string;
  readonly make: Make;
  readonly count: number;
  readonly run: (stage: Stage, actor: Actor, path: string, i: number) => void;
}

const ATTACKS: readonly Attack[] = [
  {
    name: 'photographs, all but their first 4 KiB',
    make: PHOTO,
    count: 12,
    run: (stage, actor, path, i) => spareHead(stage, actor, path, 4096, (tail) => aes(tail, i)),
  },
  {
    name: 'archives, their second half alone',
    make: ARCHIVE,
    count: 12,
    run: (stage, actor, path, i) =>
      spareHead(stage, actor, path, contentOf(stage, path).length >> 1, (tail) => aes(tail, i)),
  },
  {
    name: 'disks of virtual machines, all but their first 256 KiB',
    make: DISK,
    count: 12,
    run: (stage, actor, path, i) => spareHead(stage, actor, path, HEAD, (tail) => aes(tail, i)),
  },
  {
    name: 'disks of virtual machines, all but their first 256 KiB, by a process each',
    make: DISK,
    count: 12,
    run: (stage, actor, path, i) =>
      spareHead(stage, stage.exec(actor, '/usr/bin/python3', ['python3']), path, HEAD, (tail) => aes(tail, i)),
  },
  {
    name: 'disks of virtual machines, range by range as they are read',
    make: DISK,
    count: 12,
    run: (stage, actor, path, i) => sweep(stage, actor, path, HEAD, 65_536, i),
  },
];

describe('AN0603 tells of encryption beyond the beginnings of', () => {
  for (const { name, make, count, run } of ATTACKS)
    it(name, () => {
      const stage = new Stage();
      const paths = files(stage, count, make);
      const actor = tool(stage);
      paths.forEach((path, i) => {
        run(stage, actor, path, i);
      });
      stage.settle();
      assert.deepEqual(stage.faults, {});
      assert.equal(stage.findings.length, 1);
    });
});

interface Quiet {
  readonly name: string;
  readonly make: Make;
  readonly run: (stage: Stage, actor: Actor, path: string, i: number) => void;
}

const QUIET: readonly Quiet[] = [
  {
    name: 'photographs give way to other ones of the same size in place',
    make: PHOTO,
    run: (stage, actor, path, i) => {
      const { length } = stage.read(actor, path, 1 << 20);
      stage.session(actor, path, [{ write: [0, picture(length, i + 500)] }]);
    },
  },
  {
    name: 'photographs are changed from their 4096th byte on, and stay pictures',
    make: PHOTO,
    run: (stage, actor, path, i) =>
      spareHead(stage, actor, path, 4096, ({ length }) => picture(length + 4096, i + 500).subarray(4096)),
  },
  {
    name: 'files are put into archives behind what they hold',
    make: ARCHIVE,
    run: (stage, actor, path, i) => {
      const old = stage.read(actor, path, 1 << 20);
      const directory = old.indexOf('PK\x01\x02', 0, 'latin1');
      const more = Buffer.concat([noise(4000, i), old.subarray(directory)]);
      stage.session(actor, path, [{ write: [directory, more] }]);
    },
  },
  {
    name: 'archives are written anew in place, from their beginning on',
    make: ARCHIVE,
    run: (stage, actor, path, i) => {
      const { length } = stage.read(actor, path, 1 << 20);
      stage.session(actor, path, [{ write: [0, zipArchive(14, i + 500).subarray(0, length + 900)] }]);
    },
  },
  {
    name: 'text gives way to recordings in place, as when a mirror is brought up to date',
    make: (i) => prose(12_000 + i, i + 1),
    run: (stage, actor, path, i) => {
      stage.read(actor, path, 1 << 20);
      stage.session(actor, path, [{ write: [0, opus(13_000, i + 500)] }]);
    },
  },
  {
    name: 'blocks that held nothing arrive out of order, as from a swarm',
    make: (i) => Buffer.concat([picture(9000, i + 1).subarray(0, 4096), Buffer.alloc(60_000)]),
    run: (stage, actor, path, i) => {
      const whole = picture(64_096, i + 500);
      const operations: Operation[] = [3, 0, 2, 1].flatMap((piece): readonly Operation[] => {
        const at = 4096 + piece * 15_000;
        return [{ write: [at, whole.subarray(at, at + 15_000)] }, { read: [at, 15_000] }];
      });
      stage.session(actor, path, operations);
    },
  },
  {
    name: 'machines read their disks and write ciphertext of their own here and there',
    make: DISK,
    run: (stage, actor, path, i) => {
      const operations: Operation[] = [{ read: [0, 5 << 18] }];
      for (let k = 1; k < 40; k += 1)
        operations.push({ write: [((k * 7919 * 4096) % (5 << 18)) & ~4095, noise(16_384, k + i)] });
      stage.session(actor, path, operations);
    },
  },
  {
    name: 'disks are filled with random bytes by who has not read them',
    make: DISK,
    run: (stage, actor, path, i) => stage.session(actor, path, [{ write: [HEAD, noise(4 << 18, i)] }]),
  },
  {
    name: 'disks are brought up to date, block by block where they differ',
    make: DISK,
    run: (stage, actor, path, i) => {
      stage.read(actor, path, 1 << 20);
      const operations: Operation[] = [];
      for (let at = HEAD; at < 5 << 18; at += 131_072)
        operations.push({ write: [at, at % 262_144 === 0 ? noise(65_536, at + i) : prose(65_536, at)] });
      stage.session(actor, path, operations);
    },
  },
];

describe('beyond the beginnings of files AN0603 stays quiet when', () => {
  for (const { name, make, run } of QUIET)
    it(name, () => {
      const stage = new Stage();
      const paths = files(stage, 16, make);
      const actor = tool(stage);
      paths.forEach((path, i) => {
        run(stage, actor, path, i);
      });
      stage.settle();
      assert.deepEqual(stage.faults, {});
      assert.deepEqual(
        stage.verdicts.map(({ title, legs }) => `${title}: ${legs[1]?.reasons.join('; ')}`),
        [],
      );
    });

  it('two disks are swept, and no third', () => {
    const stage = new Stage();
    const paths = files(stage, 2, DISK);
    const actor = tool(stage);
    for (const path of paths) sweep(stage, actor, path, 65_536, 65_536, 3);
    stage.settle();
    assert.deepEqual(stage.verdicts, []);
  });
});
