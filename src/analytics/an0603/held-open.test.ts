/** Originals that lose their name while whoever reads them still has them open: the reading is told after the loss. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aes, prose } from './testing/materials.ts';
import { type Actor, Stage } from './testing/stage.ts';

const COUNT = 12;

/** Documents that somebody wrote while the host was watched: they are known before the attack reads them. */
function written(stage: Stage): readonly string[] {
  const editor = stage.exec(stage.shell(5), '/usr/bin/editor', ['editor']);
  return Array.from({ length: COUNT }, (_, i) => {
    const path = `/srv/share/d${i % 3}/paper${i}.txt`;
    stage.file(path, Buffer.alloc(0));
    return stage.write(editor, path, prose(3000 + i * 171, i + 1));
  });
}

function xored(plain: Buffer): Buffer {
  const key = Buffer.from('K3y!x9');
  return Buffer.from(plain.map((byte, i) => byte ^ (key[i % key.length] as number)));
}

function edited(plain: Buffer): Buffer {
  return Buffer.from(plain.toString().replaceAll('the', 'that'));
}

/** As `perl -i` does it: the original is closed after its successor took its name. */
function inPlace(stage: Stage, actor: Actor, path: string, change: (plain: Buffer) => Buffer): void {
  const plain = Buffer.from(stage.files.get(path)?.bytes ?? []);
  const close = stage.hold(actor, path);
  stage.write(actor, `${path}.XX`, change(plain));
  stage.rename(actor, `${path}.XX`, path);
  close();
}

function perl(stage: Stage): Actor {
  return stage.exec(stage.shell(), '/usr/bin/perl', ['perl', '-i', 'x.pl']);
}

describe('AN0603, originals that are held open', () => {
  for (const [name, change] of [
    ['XOR with a short key', xored],
    ['AES', (plain: Buffer) => Buffer.from(aes(plain))],
  ] as const)
    it(`tells of ${name} by the fourth file`, () => {
      const stage = new Stage();
      const paths = written(stage);
      const actor = perl(stage);
      for (const path of paths) inPlace(stage, actor, path, change);
      stage.settle();
      assert.equal(stage.findings.length, 1);
      assert.ok((stage.decidedAfter ?? Number.POSITIVE_INFINITY) <= 4, `${stage.decidedAfter}`);
      assert.equal(stage.findings[0]?.affected?.total, COUNT);
    });

  it('tells of a removal before the reading is told', () => {
    const stage = new Stage();
    const paths = written(stage);
    const actor = perl(stage);
    for (const path of paths) {
      const plain = Buffer.from(stage.files.get(path)?.bytes ?? []);
      const close = stage.hold(actor, path);
      stage.write(actor, `${path}.x`, aes(plain));
      stage.unlink(actor, path);
      close();
    }
    assert.equal(stage.settle().findings[0]?.affected?.total, COUNT);
  });

  it('stays quiet when a stream editor edits them', () => {
    const stage = new Stage();
    const paths = written(stage);
    const actor = perl(stage);
    for (const path of paths) inPlace(stage, actor, path, edited);
    assert.deepEqual(stage.settle().findings, []);
  });

  it('stays quiet when only others read them, and later', () => {
    const stage = new Stage();
    const paths = written(stage);
    const actor = perl(stage);
    for (const path of paths) {
      stage.write(actor, `${path}.x`, aes(Buffer.alloc(4000, path)));
      const reader = stage.exec(stage.shell(9), '/usr/bin/less', ['less', path], { auid: 1009, tty: 'pts/9' });
      const close = stage.hold(reader, path);
      stage.unlink(actor, path);
      close();
    }
    assert.deepEqual(stage.settle().findings, []);
  });
});
