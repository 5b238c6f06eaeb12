/** A shell whose commands come by way of a regular file that the session's tool writes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fd } from '../../../event/index.ts';
import { makeDirectory, makeFileSession, placeOf } from '../../../event/testing/make.ts';
import { helloBytes } from '../testing/client-hello.ts';
import { EPOCH, fileOf, keyOf, nullFd, pipe, Scene } from '../testing/scene.ts';

const commands: Fd = { type: 'file', object: fileOf(77) };
const BASH = { path: '/usr/bin/bash', parentPid: 100 };

/** `… > >(openssl s_client … > FILE)`: the tool reads a pipe and writes the file. */
function scene(): Scene {
  const made = new Scene();
  made.start({ pid: 100, path: '/usr/bin/bash', argv: ['bash', '/opt/x/run'], parentPid: 50 });
  const argv = ['openssl', 's_client', '-quiet', '-connect', '10.20.0.2:4433'];
  made.start({ pid: 102, parentPid: 101, path: '/usr/bin/openssl', argv, stdio: [pipe(1), commands, nullFd], at: 6 });
  made.map(102, 'libcrypto.so.3', 9);
  return made;
}

function session(made: Scene, at = 30): void {
  made.net({ pid: 102, at, startedAt: 20, tx: helloBytes('opensslAddress') });
}

describe('AN0401, a shell that is told through a file', () => {
  it('is found when it reads the file and writes to the tool', () => {
    const made = scene();
    made.start({ ...BASH, pid: 101, argv: ['bash', '-i'], stdio: [commands, pipe(1), pipe(1)], at: 7 });
    session(made);
    assert.equal(made.last?.actor, keyOf(101));
    assert.equal(made.last?.legs.find(({ leg }) => leg === 'joined-shell')?.weight, 4.5);
  });

  it('is found when another program follows the file for it', () => {
    const made = scene();
    made.play(makeDirectory({ place: placeOf(9), path: '/opt/x' }));
    made.play(
      makeFileSession({ time: EPOCH + 6, pid: 102, file: fileOf(77), name: 'in', place: placeOf(9), writeBytes: 9 }),
    );
    const tail = { path: '/usr/bin/tail', argv: ['tail', '-f', '/opt/x/in'] };
    made.start({ ...BASH, ...tail, pid: 103, stdio: [nullFd, pipe(2), nullFd], at: 6 });
    made.start({ ...BASH, pid: 101, argv: ['bash'], stdio: [pipe(2), pipe(1), pipe(1)], at: 7 });
    session(made);
    assert.equal(made.last?.actor, keyOf(101));
  });

  it('stays quiet when the shell reads another file', () => {
    const made = scene();
    const other: Fd = { type: 'file', object: fileOf(78) };
    made.start({ ...BASH, pid: 101, argv: ['bash', '-i'], stdio: [other, pipe(1), pipe(1)], at: 7 });
    session(made);
    assert.deepEqual(made.verdicts, []);
  });

  it('stays quiet when the shell runs later what was fetched, and writes to somebody else', () => {
    const made = scene();
    session(made);
    made.end(102, 50);
    made.start({ ...BASH, pid: 101, argv: ['bash'], stdio: [commands, pipe(3), nullFd], at: 90 });
    assert.deepEqual(made.verdicts, []);
  });
});
