/** A planted file that is changed: the first file is enough when its plaintext is destroyed; anything less is not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultAn0603Settings } from './index.ts';
import { aes, prose } from './testing/materials.ts';
import { type Actor, Stage } from './testing/stage.ts';

const CANARY = '/home/ann/.office-1a2b/clients-2021.txt';
const TEXT = prose(4000, 1);

interface Case {
  readonly name: string;
  readonly canaries: readonly string[];
  readonly told: boolean;
  readonly act: (stage: Stage, actor: Actor) => void;
}

const encrypts = (stage: Stage, actor: Actor): void =>
  stage.session(actor, CANARY, [{ read: [0, TEXT.length] }, { write: [0, aes(TEXT, 1)] }]);

const CASES: readonly Case[] = [
  { name: 'finds one encrypted canary', canaries: [CANARY], told: true, act: encrypts },
  { name: 'stays quiet when the same file is no canary', canaries: [], told: false, act: encrypts },
  {
    name: 'stays quiet when a canary is removed with its directory',
    canaries: [CANARY],
    told: false,
    act: (stage, actor) => stage.unlink(actor, CANARY),
  },
  {
    name: 'stays quiet when a canary gets a line more',
    canaries: [CANARY],
    told: false,
    act: (stage, actor) => stage.session(actor, CANARY, [{ write: [TEXT.length, Buffer.from('one more line\n')] }]),
  },
  {
    name: 'stays quiet when a backup reads it',
    canaries: [CANARY],
    told: false,
    act: (stage, actor) => stage.session(actor, CANARY, [{ read: [0, TEXT.length] }]),
  },
];

describe('AN0603 canaries', () => {
  for (const { name, canaries, told, act } of CASES)
    it(name, () => {
      const stage = new Stage({ ...defaultAn0603Settings, canaries });
      stage.file(CANARY, TEXT);
      act(stage, stage.exec(stage.shell(), '/usr/bin/python3', ['python3', 'x.py']));
      assert.equal(stage.verdicts.length > 0, told, JSON.stringify(stage.verdicts.at(-1)?.legs));
    });
});
