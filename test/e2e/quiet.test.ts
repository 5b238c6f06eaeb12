/** Ordinary sessions while the real program watches: nothing to tell. Work on files is in test/benign/. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { certificate } from '../../emulations/peer/certificate.ts';
import { kernelTestsSkip } from '../kernel/requirement.ts';
import { scratch } from '../kernel/scratch.ts';
import { Live, ours } from './live.ts';

const exec = promisify(execFile);
/** ms after the work in which a finding would still come. */
const AFTERWARDS = 1500;
const TIMEOUT = 60_000;

function run(command: string, args: readonly string[], cwd: string) {
  return exec(command, args, { cwd, env: { ...process.env, HOME: cwd }, timeout: TIMEOUT, maxBuffer: 1 << 26 });
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

describe('stays quiet when', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let live: Live;
  before(async () => {
    live = await Live.run(mkdtempSync(join(root, 'live-')));
  });
  after(() => live?.stop());

  test('curl talks TLS to a server', async () => {
    await fetchOverTls(mkdtempSync(join(root, 'room-')));
    await new Promise((resolve) => setTimeout(resolve, AFTERWARDS));
    const told = live.poll().filter(({ finding }) => ours(finding, root));
    assert.deepEqual(
      told.map(({ finding }) => [finding.title, finding.legs.filter(({ state }) => state === 'seen')]),
      [],
    );
    assert.equal(live.child.exitCode, null, 'the program has ended meanwhile');
  });
});
