/** Arguments, container and cipher: what each adds, and that a cipher alone is no evidence. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { opensslEnc, prose } from '../testing/materials.ts';
import { Stage } from '../testing/stage.ts';
import { encryptorExecution } from './encryptor-execution.ts';

interface Played {
  readonly weight: number;
  readonly reasons: string;
}

/** One process turns files into containers, one by one, setting `operations` keys. */
function play(files: number, image: string, argv: readonly string[], operations: number): Played {
  const stage = new Stage();
  const paths = Array.from({ length: files }, (_, i) => stage.file(`/home/alice/docs/${i}.txt`, prose(3000 + i)));
  stage.wait(60_000);
  const shell = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', '-c', 'for f …']);
  const enc = stage.exec(shell, image, argv);
  if (operations > 0) stage.cipher(enc, { operations });
  for (const path of paths) {
    stage.write(enc, `${path}.enc`, opensslEnc(stage.read(enc, path, 8192)));
    stage.unlink(shell, path);
  }
  stage.settle();
  const leg = stage.findings.at(-1)?.legs.find((candidate) => candidate.leg === encryptorExecution.meta.id);
  return { weight: leg?.weight ?? Number.NaN, reasons: leg?.reasons.join('; ') ?? '' };
}

const COPY = '/opt/tool';
const ENCRYPTING = ['tool', 'enc', '-aes-256-cbc', '-in', 'f'];

describe('encryptor-execution', () => {
  it('is more where containers and a cipher come together', () => {
    const without = play(12, COPY, ENCRYPTING, 0);
    const with_ = play(12, COPY, ENCRYPTING, 12);
    assert.ok(with_.weight > without.weight, `${with_.weight} > ${without.weight}`);
    assert.match(with_.reasons, /AES-256-CBC was set up 12 times in this job/);
  });

  it('is no more where fewer keys were set than files became containers', () => {
    assert.equal(play(12, COPY, ENCRYPTING, 11).weight, play(12, COPY, ENCRYPTING, 0).weight);
  });

  it('takes the cipher for as much when no argument names it', () => {
    const added = (argv: readonly string[]) => play(12, COPY, argv, 12).weight - play(12, COPY, argv, 0).weight;
    assert.ok(added(['tool']) > 0.2, `${added(['tool'])}`);
    assert.ok(Math.abs(added(['tool']) - added(ENCRYPTING)) < 1e-9);
  });

  it('stays quiet when a job uses a cipher and destroys nothing', () => {
    const stage = new Stage();
    const client = stage.exec(stage.shell(), COPY, ENCRYPTING);
    for (let i = 1; i < 40; i += 1) stage.cipher(client, { operations: i * 1000, snapshots: i });
    stage.settle();
    assert.deepEqual(stage.verdicts, []);
  });
});
