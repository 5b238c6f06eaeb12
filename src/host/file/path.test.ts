import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { resolvePath } from './path.ts';

const rows: readonly [string, string, string][] = [
  ['/home/ada', 'a.txt', '/home/ada/a.txt'],
  ['/home/ada', './a//b/../c', '/home/ada/a/c'],
  ['/home/ada', '../../../etc/passwd', '/etc/passwd'],
  ['/home/ada', '', '/home/ada'],
  ['/', '/etc/./passwd', '/etc/passwd'],
  ['/', '..', '/'],
  ['/srv/jail', '/etc/passwd', '/srv/jail/etc/passwd'],
  ['/srv/jail', '/../../etc', '/srv/jail/etc'],
  ['/d', 'new\nline \u001b[31m', '/d/new\nline \u001b[31m'],
  ['…/deep', 'x', '…/deep/x'],
];

describe('resolvePath', () => {
  for (const [base, path, expected] of rows) {
    it(`${JSON.stringify(path)} from ${base}`, () => assert.equal(resolvePath(base, path), expected));
  }

  it('agrees with POSIX rules for any relative path', () => {
    const name = fc.constantFrom('.', '..', '', 'a', 'b c', '…', '\n');
    fc.assert(
      fc.property(fc.array(name, { maxLength: 8 }), fc.array(name, { maxLength: 8 }), (base, path) => {
        const from = posix.normalize(`/${base.join('/')}`);
        const given = path.join('/').replace(/^\/+/, '');
        const expected = posix.join(from, given);
        assert.equal(resolvePath(from, given), expected.length > 1 ? expected.replace(/\/$/, '') : expected);
      }),
    );
  });
});
