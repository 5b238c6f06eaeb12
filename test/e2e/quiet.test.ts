/** Ordinary work on a fresh host, as root, while the real program watches: nothing to tell. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { makeCorpus } from '../../emulations/corpus.ts';
import { certificate } from '../../emulations/peer/certificate.ts';
import { kernelTestsSkip } from '../kernel/requirement.ts';
import { scratch } from '../kernel/scratch.ts';
import { Live, ours } from './live.ts';

const exec = promisify(execFile);
/** ms after a workload in which a finding would still come. */
const AFTERWARDS = 1500;
const TIMEOUT = 60_000;

function run(command: string, args: readonly string[], cwd: string) {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', HOME: cwd };
  return exec(command, args, { cwd, env, timeout: TIMEOUT, maxBuffer: 1 << 26 });
}

/** A directory with a marked tree of documents in `documents`. */
function withDocuments(room: string): string {
  return makeCorpus(join(room, 'documents'), { documents: 300 }).directory;
}

async function cloneAndCollect(room: string): Promise<void> {
  const origin = withDocuments(room);
  const git = (cwd: string, ...args: string[]) =>
    run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', ...args], cwd);
  await git(origin, 'init', '-q');
  await git(origin, 'add', '.');
  await git(origin, 'commit', '-q', '-m', 'first');
  for (const name of readdirSync(origin, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.csv'),
  )) {
    writeFileSync(join(origin, name), 'changed,entirely\n');
  }
  await git(origin, 'commit', '-q', '-a', '-m', 'second');
  const clone = join(room, 'clone');
  await git(room, 'clone', '-q', '--no-hardlinks', origin, clone);
  await git(clone, 'checkout', '-q', 'HEAD~1');
  await git(clone, 'gc', '-q', '--aggressive', '--prune=now');
}

/** Gets pages, and sends one, over TLS. */
async function fetchOverTls(room: string): Promise<void> {
  const server = createServer(certificate(room), (request, response) => {
    request.resume().on('end', () => response.end('x'.repeat(100_000)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `https://127.0.0.1:${address.port}/`;
  writeFileSync(join(room, 'upload'), 'some text to send\n'.repeat(5000));
  try {
    for (let i = 0; i < 5; i += 1) await run('curl', ['-sSk', '-o', join(room, `page-${i}`), `${url}${i}`], room);
    await run('curl', ['-sSk', '-T', join(room, 'upload'), '-o', '/dev/null', url], room);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function compile(room: string): Promise<void> {
  const names = Array.from({ length: 12 }, (_, i) => `part${i}`);
  for (const name of names)
    writeFileSync(join(room, `${name}.c`), `int ${name}(int x) { return x * ${name.length}; }\n`);
  const calls = names.map((name) => `${name}(1)`).join(' + ');
  const declared = names.map((name) => `int ${name}(int);`).join(' ');
  writeFileSync(join(room, 'main.c'), `${declared} int main(void) { return (${calls}) == 0; }\n`);
  const objects = [...names, 'main'].map((name) => `${name}.o`).join(' ');
  writeFileSync(join(room, 'Makefile'), `program: ${objects}\n\t$(CC) -o $@ $^\nclean:\n\trm -f *.o program\n`);
  await run('make', ['-j2'], room);
  await run('make', ['clean'], room);
  await run('make', ['-j2'], room);
}

/** Builds a package, unpacks it over an older version of itself. */
async function unpackPackage(room: string): Promise<void> {
  const root = join(room, 'package');
  makeCorpus(join(root, 'usr/share/made'), { documents: 200 });
  mkdirSync(join(root, 'DEBIAN'));
  const control = 'Package: made\nVersion: 1.0\nArchitecture: all\nMaintainer: t <t@example.org>\nDescription: made\n';
  writeFileSync(join(root, 'DEBIAN/control'), control);
  await run('dpkg-deb', ['--build', '--root-owner-group', root, join(room, 'made.deb')], room);
  const target = join(room, 'target');
  mkdirSync(target);
  for (let i = 0; i < 2; i += 1) await run('dpkg-deb', ['--extract', join(room, 'made.deb'), target], room);
  const administration = join(room, 'dpkg');
  mkdirSync(join(administration, 'info'), { recursive: true });
  mkdirSync(join(administration, 'updates'));
  writeFileSync(join(administration, 'status'), '');
  const options = [`--admindir=${administration}`, `--instdir=${target}`, '--force-not-root', '--log=/dev/null'];
  for (let i = 0; i < 2; i += 1) await run('dpkg', [...options, '--install', join(room, 'made.deb')], room);
}

async function encryptThree(room: string): Promise<void> {
  const { files } = makeCorpus(join(room, 'documents'), { documents: 3 });
  for (const path of files) {
    await run(
      'openssl',
      ['enc', '-aes-256-cbc', '-pbkdf2', '-pass', 'pass:own', '-in', path, '-out', `${path}.enc`],
      room,
    );
  }
  if (!files.every((path) => existsSync(`${path}.enc`))) throw new Error('nothing was encrypted');
}

const WORKLOADS: Readonly<Record<string, (room: string) => Promise<unknown>>> = {
  'tar packs, compresses and unpacks a tree': async (room) => {
    withDocuments(room);
    await run('tar', ['-czf', 'all.tar.gz', 'documents'], room);
    mkdirSync(join(room, 'restored'));
    await run('tar', ['-xzf', 'all.tar.gz', '-C', 'restored'], room);
    await run('tar', ['-xzf', 'all.tar.gz'], room);
  },
  'gzip -r replaces every file of a tree': async (room) => {
    withDocuments(room);
    await run('gzip', ['-r', 'documents'], room);
  },
  'git clones a repository and collects its garbage': cloneAndCollect,
  'curl talks TLS to a server': fetchOverTls,
  'make builds a project twice': compile,
  'dpkg unpacks a package twice': unpackPackage,
  'openssl encrypts three files': encryptThree,
};

describe('stays quiet when', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let live: Live;
  before(async () => {
    live = await Live.run(mkdtempSync(join(root, 'live-')));
  });
  after(() => live?.stop());

  for (const [name, work] of Object.entries(WORKLOADS)) {
    test(name, async () => {
      const before = live.poll().length;
      const room = mkdtempSync(join(root, 'room-'));
      await work(room);
      await new Promise((resolve) => setTimeout(resolve, AFTERWARDS));
      const told = live.poll().slice(before);
      const mine = told.filter(({ finding }) => ours(finding, root));
      assert.deepEqual(
        mine.map(({ finding }) => [finding.title, finding.legs.filter(({ state }) => state === 'seen')]),
        [],
      );
    });
  }

  test('all of them run at once', async () => {
    const before = live.poll().length;
    await Promise.all(Object.values(WORKLOADS).map((work) => work(mkdtempSync(join(root, 'room-')))));
    await new Promise((resolve) => setTimeout(resolve, AFTERWARDS));
    const told = live.poll().slice(before);
    const mine = told.filter(({ finding }) => ours(finding, root));
    assert.deepEqual(
      mine.map(({ finding }) => [finding.title, finding.legs.filter(({ state }) => state === 'seen')]),
      [],
    );
    assert.equal(live.child.exitCode, null, 'the program has ended meanwhile');
  });
});
