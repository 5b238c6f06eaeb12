/** The number of a file that was removed is given to the next one: they are two files. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aes, gzip, noise, prose } from './testing/materials.ts';
import { Stage } from './testing/stage.ts';

/** As ansible-vault writes it: hexadecimal of hexadecimal, in lines of 80. */
function vault(sealed: Uint8Array): Buffer {
  const inner = ['ab'.repeat(32), 'cd'.repeat(32), Buffer.from(sealed).toString('hex')].join('\n');
  const lines =
    Buffer.from(inner)
      .toString('hex')
      .match(/.{1,80}/g) ?? [];
  return Buffer.from(`$ANSIBLE_VAULT;1.1;AES256\n${lines.join('\n')}\n`);
}

/** Victims, and a program that reads them. */
function scene() {
  const stage = new Stage();
  const paths = Array.from({ length: 20 }, (_, i) =>
    stage.file(`/srv/data/d${i % 3}/report${i}.txt`, prose(3000, i + 1)),
  );
  const actor = stage.exec(stage.shell(), '/usr/bin/python3', ['python3', 'x.py']);
  let freed = 50_000;
  const remove = (path: string) => {
    freed = stage.files.get(path)?.ino ?? freed;
    stage.unlink(actor, path);
  };
  /** An empty file under the number that was freed last. */
  const make = (path: string) => {
    stage.files.set(path, { ino: freed, bytes: Buffer.alloc(0), links: 1 });
    return path;
  };
  return { stage, paths, actor, remove, make };
}

describe('a file number that is used again', () => {
  it('is a removed original that was wiped before, in three passes or in one, and its ciphertext in lines of text', () => {
    const { stage, paths, actor, remove, make } = scene();
    for (const [i, path] of paths.entries()) {
      const plain = stage.read(actor, path);
      const shred = stage.exec(actor, '/usr/bin/shred', ['shred', path]);
      const passes = [1, 2, 3]
        .slice(i % 2 === 0 ? 0 : 2)
        .map((pass) => ({ write: [0, noise(3000, i * 5 + pass)] as const }));
      stage.session(shred, path, passes);
      stage.end(shred);
      remove(path);
      stage.session(actor, make(path), [{ write: [0, vault(aes(plain, i))] }], { create: true });
    }
    const [finding] = stage.settle().findings;
    assert.equal(finding?.affected?.total, paths.length);
  });

  it('is a removed original and its ciphertext, when the new file is made first and written later', () => {
    const { stage, paths, actor, remove, make } = scene();
    for (const path of paths) {
      const plain = stage.read(actor, path);
      const made = make(`${path}.locked`);
      stage.session(actor, made, [], { create: true });
      stage.session(actor, made, [{ write: [0, aes(plain, 7)] }]);
      remove(path);
    }
    const [finding] = stage.settle().findings;
    assert.equal(finding?.affected?.removed, finding?.affected?.total);
    assert.ok((finding?.affected?.total ?? 0) >= 18, `${finding?.affected?.total} files`);
    assert.ok(finding?.affected?.files.every(({ path, counterpart }) => counterpart === `${path}.locked`));
  });

  it('is a removed original and a file made nameless (O_TMPFILE), whose number it takes and which is linked afterwards', () => {
    const { stage, paths, actor, remove, make } = scene();
    for (const [i, path] of paths.entries()) {
      const plain = stage.read(actor, path);
      if (i > 0) {
        const made = make(`${path}.locked`);
        stage.session(actor, made, [{ write: [0, aes(plain, i)] }], { nameless: true });
      }
      remove(path);
    }
    const [finding] = stage.settle().findings;
    assert.ok((finding?.affected?.total ?? 0) >= 17, `${finding?.affected?.total} files`);
  });

  it('stays quiet when an editor’s copy takes the number of a compressed file that it spoiled before', () => {
    const stage = new Stage();
    const login = stage.shell();
    const edit = (path: string, ino: number | undefined) => {
      const sed = stage.exec(login, '/usr/bin/sed', ['sed', '-i', 's/e/ea/g', path]);
      const edited = stage.read(sed, path).toString('latin1').replaceAll('e', 'ea');
      const temporary = `${path}.sed`;
      if (ino !== undefined) stage.files.set(temporary, { ino, bytes: Buffer.alloc(0), links: 1 });
      stage.session(sed, temporary, [{ write: [0, Buffer.from(edited, 'latin1')] }], { create: true });
      const freed = stage.files.get(path)?.ino;
      stage.rename(sed, temporary, path);
      return freed;
    };
    // What the editor leaves as it was at the beginning is taken for a copy.
    const head = Buffer.from(`${'0123456789 '.repeat(8)}\n`);
    const texts = Array.from({ length: 8 }, (_, i) =>
      stage.file(`/srv/t/${i}.txt`, Buffer.concat([head, prose(20_000 + i * 99, i + 1)])),
    );
    for (const [i, text] of texts.entries()) {
      const freed = edit(stage.file(`/srv/t/${i}.gz`, gzip(prose(9000, 70))), undefined);
      edit(text, freed);
      // As long as the one before: it fits the compressed file that is gone.
      edit(stage.file(`/srv/u/${i}.gz`, gzip(prose(9000, 70))), undefined);
    }
    assert.deepEqual(stage.settle().findings, []);
  });

  it('is lost a second time by the same program when what took it is destroyed as well', () => {
    const { stage, paths, actor } = scene();
    const destroy = () => {
      for (const [i, path] of paths.entries()) {
        const plain = stage.read(actor, path);
        stage.session(actor, path, [{ write: [0, aes(plain, i)] }]);
      }
    };
    destroy();
    const cleaner = stage.exec(stage.shell(9), '/usr/bin/rm', ['rm', '-r', '/srv/data']);
    const numbers = paths.map((path) => stage.files.get(path)?.ino ?? 0);
    for (const path of paths) stage.unlink(cleaner, path);
    stage.wait(1000);
    for (const [i, path] of paths.entries())
      stage.files.set(path, { ino: numbers[i] ?? 0, bytes: prose(3000, i + 50), links: 1 });
    destroy();
    assert.equal(stage.settle().findings[0]?.affected?.total, 2 * paths.length);
  });

  it('stays quiet when text is read and removed, and compressed scratch files take its numbers', () => {
    const { stage, paths, actor, remove, make } = scene();
    for (const [i, path] of paths.entries()) {
      stage.read(actor, path);
      remove(path);
      const made = make(`/srv/cache/entry${i}`);
      stage.session(actor, made, [], { create: true });
      stage.session(actor, made, [{ write: [0, gzip(prose(9000, i + 100))] }]);
    }
    assert.deepEqual(
      stage.settle().findings.map(({ title }) => title),
      [],
    );
  });
});
