/** No implant talks to anybody but a test's own peer: given an address from elsewhere it ends before it opens a socket. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { located } from '../which.ts';
import { build, type Recipe } from './build.ts';
import { ANSWERS } from './script.ts';

/** For documentation (RFC 5737): nobody has it, and it is not private. */
const ELSEWHERE = '198.51.100.7';
const REFUSED = 64;

const script = (name: string) => fileURLToPath(new URL(`script/${name}`, import.meta.url));
const INTERPRETERS: Readonly<Record<string, string>> = {
  py: 'python3',
  pl: 'perl',
  php: 'php',
  sh: 'bash',
  mjs: process.execPath,
};

const stream = ['frames', 'answers', 'cipher-rc4'];
const dressed = ['dressed', 'answers', 'cipher-chacha20'];
const tls = { libraries: ['-lssl', '-lcrypto'] };
const PROGRAMS: readonly (readonly [recipe: Recipe, args: readonly string[]])[] = [
  [{ name: 'command-rc4', sources: ['command', ...stream] }, ['tcp', ELSEWHERE, '9']],
  [{ name: 'beacon-rc4', sources: ['beacon', 'schedule', ...stream] }, ['tcp', ELSEWHERE, '9', '1', '1', '0']],
  [
    { name: 'http-beacon', sources: ['http-beacon', 'base64', 'schedule', 'dressed', 'cipher-aes', 'aes'] },
    [ELSEWHERE, '9', '1', '1', '0'],
  ],
  [{ name: 'upload-rc4', sources: ['upload', ...stream] }, [ELSEWHERE, '9', '10']],
  [{ name: 'tiny-shell', sources: ['tiny-shell', 'answers', 'aes', 'sha1'] }, [ELSEWHERE, '9']],
  [{ name: 'stage', sources: ['stage', 'answers', 'aes'] }, [ELSEWHERE, '9']],
  [{ name: 'knock', sources: ['knock', ...stream] }, [ELSEWHERE, '9', 'lo']],
  [
    { name: 'dlopen', sources: ['dlopen', 'answers'], libraries: ['-ldl'], dynamic: true },
    ['libcrypto.so.3', ELSEWHERE, '9'],
  ],
  [{ name: 'quic', sources: ['quic', ...dressed] }, [ELSEWHERE, '9']],
  [{ name: 'echo', sources: ['echo', ...dressed] }, [ELSEWHERE]],
  [{ name: 'packet', sources: ['packet', ...dressed] }, [ELSEWHERE, '9', 'lo', '127.0.0.1']],
  [
    { name: 'tls-beacon', sources: ['tls-beacon', 'tls', 'schedule'], ...tls },
    [ELSEWHERE, '9', '-', '-', 'one', '1', '1', '0'],
  ],
  [
    { name: 'tls-beacon', sources: ['tls-beacon', 'tls', 'schedule'], ...tls },
    [ELSEWHERE, '9', '-', '-', 'new', '1', '1', '0'],
  ],
  [{ name: 'tls-command', sources: ['tls-command', 'tls', 'answers'], ...tls }, [ELSEWHERE, '9', '-', '-']],
  [{ name: 'tls-upload', sources: ['tls-upload', 'tls'], ...tls }, [ELSEWHERE, '9', '-', '-', '10']],
];

function refuses(file: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(file, args, { encoding: 'utf8', timeout: 10_000 });
  assert.equal(status, REFUSED, stderr);
}

describe(`an implant given ${ELSEWHERE} ends at once`, () => {
  for (const name of readdirSync(fileURLToPath(new URL('script', import.meta.url)))) {
    const interpreter = INTERPRETERS[name.slice(name.lastIndexOf('.') + 1)];
    // the proxy's script opens nothing itself, and leaves the address to what it starts; a module is not run
    if (interpreter === undefined || name === 'proxied.sh' || name === 'channel.py') continue;
    const file = located(interpreter);
    const absent =
      file === undefined || (name === 'tls.pl' && located('/usr/share/perl5/IO/Socket/SSL.pm') === undefined);
    test(name, { skip: absent ? `${name} cannot run here` : false }, () =>
      refuses(file ?? '', [script(name), ELSEWHERE, '9', ANSWERS, 'a key of thirty-two characters…', 'x']),
    );
  }

  for (const [recipe, args] of PROGRAMS) {
    const absent = recipe.libraries === tls.libraries && located('/usr/include/openssl/ssl.h') === undefined;
    test(recipe.name, { skip: absent ? 'libssl-dev is not installed' : false }, async () =>
      refuses(await build(recipe), args),
    );
  }
});
