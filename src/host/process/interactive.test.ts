import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TTY } from '../testing/scene.ts';
import { isInteractive } from './interactive.ts';

const rows: readonly [boolean, string, readonly string[]][] = [
  [true, '/usr/bin/bash', ['-bash']],
  [true, '/usr/bin/bash', ['bash']],
  [true, '/usr/bin/zsh', ['zsh', '-i']],
  [true, '/usr/bin/bash', ['/bin/bash', '--init-file', '/opt/editor/integration.sh']],
  [true, '/usr/local/bin/myshell', ['-myshell']],
  [true, '/bin/busybox', ['-sh']],
  [true, '/bin/busybox', ['busybox', 'sh']],
  [false, '/bin/busybox', ['busybox', 'vi']],
  [false, '/bin/busybox', ['sh', '-c', 'ls']],
  [false, '/usr/bin/bash', ['bash', '-c', 'make']],
  [false, '/usr/bin/bash', ['bash', '-lc', 'make']],
  [false, '/usr/bin/bash', ['bash', './encrypt.sh']],
  [false, '/usr/bin/python3.11', ['python3']],
  [false, '/tmp/encryptor', ['./encryptor']],
];

describe('an interactive shell', () => {
  for (const [interactive, path, argv] of rows) {
    it(`${interactive ? 'is' : 'stays quiet when it is'} ${argv.join(' ')}`, () => {
      assert.equal(isInteractive({ image: { path }, argv, tty: 'pts/0', stdio: [TTY, TTY, TTY] }), interactive);
    });
  }

  it('stays quiet when nothing is read from the terminal', () => {
    const shell = { image: { path: '/usr/bin/bash' }, argv: ['bash'] };
    assert.equal(isInteractive({ ...shell, stdio: [TTY, TTY, TTY] }), false);
    assert.equal(isInteractive({ ...shell, tty: 'pts/0', stdio: [{ type: 'pipe', object: 'p' }, TTY, TTY] }), false);
    assert.equal(isInteractive({ ...shell, tty: 'pts/0', script: './x', stdio: [TTY, TTY, TTY] }), false);
  });
});
