/** process_start: who, what, where and connected to what, as the started program sees itself. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileKey, type ProcessStart } from '../../../src/event/index.ts';
import { Sensor } from '../harness.ts';
import { type Identity, lastStart, NONE } from '../identity.ts';
import { shown } from '../place.ts';
import { kernelTestsSkip, PYTHON } from '../requirement.ts';
import { scratch } from '../scratch.ts';
import { trigger } from '../trigger.ts';

/** Everything but the descriptors. */
function compare(start: ProcessStart, identity: Identity): void {
  assert.deepEqual(
    {
      how: start.how,
      pid: start.pid,
      parentPid: start.parentPid,
      sid: start.sid,
      pgid: start.pgid,
      ids: [start.uid, start.euid, start.gid, start.egid],
      auid: start.auid,
      session: start.session,
      capabilities: BigInt(`0x${start.capabilities}`).toString(),
      image: start.image.file,
      path: start.image.path,
      size: start.image.size,
      modifiedAt: Math.floor(start.image.modifiedAt),
      cwd: start.cwd,
      namespaces: start.namespaces,
      cgroup: start.cgroup.path,
      argv: start.argv,
      argvCut: start.argvCut,
    },
    {
      how: 'exec',
      pid: identity.pid,
      parentPid: identity.ppid,
      sid: identity.sid,
      pgid: identity.pgid,
      ids: [identity.uid, identity.euid, identity.gid, identity.egid],
      auid: identity.auid === NONE ? undefined : identity.auid,
      session: identity.session === NONE ? undefined : identity.session,
      capabilities: identity.capabilities,
      image: fileKey(identity.exeDev, Number(identity.exeIno)),
      path: shown(identity.exe),
      size: identity.exeSize,
      modifiedAt: identity.exeModifiedMs,
      cwd: shown(identity.cwd),
      namespaces: {
        mnt: identity.mnt,
        pid: identity.pidNamespace,
        net: identity.net,
        user: identity.user,
      },
      cgroup: shown(identity.cgroup),
      argv: identity.argv.filter((argument) => argument !== 0).map(shown),
      argvCut: false,
    },
  );
}

describe('process_start', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let sensor: Sensor;
  let identity = '';
  before(async () => {
    identity = await trigger('identity');
    // reachable for other users, too
    chmodSync(root, 0o755);
    const copy = join(root, 'identity');
    copyFileSync(identity, copy);
    chmodSync(copy, 0o755);
    identity = copy;
    sensor = await Sensor.start();
  });
  after(() => sensor?.stop());

  const told = async (command: string, args: readonly string[], options = {}) => {
    const run = await sensor.run(command, args, options);
    const [who] = run.report<Identity>();
    assert.ok(who, `the trigger said nothing (exit ${run.code})`);
    const start = lastStart(run);
    return { run, who, start };
  };

  test('names the program, its arguments and its place', async () => {
    const { start, who } = await told(identity, ['one', 'two words', ''], { cwd: root });
    compare(start, who);
    assert.equal(start.comm, 'identity');
    assert.deepEqual([start.image.deleted, start.image.memfd, start.image.setuid], [false, false, false]);
    assert.equal(start.script, undefined);
  });

  test('keeps line breaks, escapes and quotes in arguments and working directory', async () => {
    const cwd = join(root, 'a\nb \u001b[2J"\\');
    mkdirSync(cwd);
    const { start, who } = await told(identity, ['\n', '\u001b]0;title\u0007', '"', 'ünïcödé'], { cwd });
    compare(start, who);
  });

  test('shows arguments that are not UTF-8 with replacement characters', async () => {
    const { start, who } = await told('sh', ['-c', `exec "$0" "$(printf 'a\\377\\376b')"`, identity]);
    compare(start, who);
    assert.equal(start.argv[1], 'a\ufffd\ufffdb');
  });

  test('says when the arguments were cut', async () => {
    const { start } = await told(identity, ['x'.repeat(5000)]);
    assert.equal(start.argvCut, true);
    assert.ok((start.argv[1]?.length ?? 0) > 1500, `kept ${start.argv[1]?.length}`);
  });

  test('tells another user, group and reduced capabilities', async () => {
    const { start, who } = await told('setpriv', ['--reuid', '12345', '--regid', '23456', '--clear-groups', identity], {
      cwd: '/',
    });
    compare(start, who);
    assert.deepEqual([start.uid, start.gid, start.capabilities], [12345, 23456, '0']);
  });

  test('tells a setuid image and the ids that differ through it', async () => {
    const copy = join(root, 'setuid');
    copyFileSync(identity, copy);
    chmodSync(copy, 0o4755);
    const { start, who } = await told('setpriv', ['--reuid', '12345', '--clear-groups', copy], { cwd: '/' });
    assert.equal(start.image.setuid, true);
    compare(start, who);
  });

  test('tells login user and audit session', async (t) => {
    const login = `echo 4242 > /proc/self/loginuid && exec "$0"`;
    const run = await sensor.run('sh', ['-c', login, identity], { stdio: ['pipe', 'pipe', 'ignore'] });
    const [who] = run.report<Identity>();
    if (!who || who.auid === NONE) return t.skip('the kernel does not let a login user be set here');
    const start = lastStart(run);
    compare(start, who);
    assert.equal(start.auid, 4242);
    assert.notEqual(start.session, undefined);
  });

  test('tells a session of its own', async () => {
    const { start, who } = await told('setsid', ['--wait', identity]);
    compare(start, who);
    assert.equal(start.sid, start.pid);
  });

  test('tells namespaces of its own', async () => {
    const { start, who } = await told('unshare', ['--mount', '--net', '--uts', identity]);
    compare(start, who);
    assert.notEqual(start.namespaces.net, statSync('/proc/self/ns/net').ino);
  });

  test('tells the cgroup', async (t) => {
    const cgroup2 = cgroupMount();
    if (!cgroup2) return t.skip('no cgroup v2 hierarchy is mounted');
    const group = join(cgroup2, `cipherwatch-test-${process.pid}`);
    try {
      mkdirSync(group);
    } catch (error) {
      return t.skip(`cgroup v2 is read-only here: ${error}`);
    }
    try {
      const enter = `echo $$ > "$1/cgroup.procs" && exec "$0"`;
      const { start, who } = await told('sh', ['-c', enter, identity, group]);
      compare(start, who);
      assert.equal(start.cgroup.path.endsWith(`/cipherwatch-test-${process.pid}`), true);
      assert.equal(start.cgroup.id, String(statSync(group).ino));
    } finally {
      rmdirSync(group);
    }
  });

  test('tells a terminal', async () => {
    const script = 'import pty,sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)';
    const run = await sensor.run(PYTHON, ['-c', script, identity]);
    const start = lastStart(run);
    assert.match(start.tty ?? '', /^pts\/\d+$/);
    assert.deepEqual(
      start.stdio.map((fd) => fd.type),
      ['tty', 'tty', 'tty'],
    );
  });

  test('tells a script and the interpreter that runs it', async () => {
    const script = join(root, 'script with space.sh');
    writeFileSync(script, `#!/bin/sh -e\nexit 0\n`, { mode: 0o755 });
    const run = await sensor.run(await trigger('lifecycle'), ['runs_file', script]);
    const start = lastStart(run);
    assert.equal(run.code, 0);
    assert.equal(start.script, script);
    assert.deepEqual(start.argv, ['/bin/sh', '-e', script, 'one', 'two']);
    const shell = statSync('/bin/sh', { bigint: true });
    assert.equal(start.image.file.split(':')[1], String(shell.ino));
  });

  test('tells an image in memory', async () => {
    const { start, who } = await told(await trigger('lifecycle'), ['memory_image', identity]);
    assert.deepEqual([start.image.memfd, start.image.deleted], [true, false]);
    assert.equal(start.image.file, fileKey(who.exeDev, Number(who.exeIno)));
    assert.deepEqual(start.argv, ['kworker', 'from memory']);
    assert.match(start.image.path, /memfd:quiet/);
  });

  test('tells an image that has no name any more', async () => {
    const { start, who } = await told(await trigger('lifecycle'), ['deleted_image', identity], { cwd: root });
    assert.deepEqual([start.image.memfd, start.image.deleted], [false, true]);
    assert.equal(start.image.file, fileKey(who.exeDev, Number(who.exeIno)));
    assert.match(start.image.path, /\/copy/);
  });

  test('tells an image from memory-backed storage that has a name as an ordinary one', async (t) => {
    const copy = `/dev/shm/cipherwatch-test-${process.pid}`;
    try {
      copyFileSync(identity, copy);
      chmodSync(copy, 0o755);
    } catch (error) {
      return t.skip(`/dev/shm cannot be used: ${error}`);
    }
    try {
      const run = await sensor.run(copy);
      assert.deepEqual([lastStart(run).image.memfd, lastStart(run).image.path], [false, copy]);
    } finally {
      unlinkSync(copy);
    }
  });

  test('stays quiet when a program could not be executed', async () => {
    const run = await sensor.run(await trigger('lifecycle'), ['fails_to_run']);
    assert.equal(run.events.filter((event) => event.kind === 'process_start').length, 1);
  });
});

/** Where the v2 hierarchy is mounted. */
function cgroupMount(): string | undefined {
  const line = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .find((mount) => mount.split(' ')[2] === 'cgroup2');
  return line?.split(' ')[1];
}
