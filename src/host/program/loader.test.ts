import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadedBy } from './index.ts';

const GLIBC = '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2';

describe('the program that a loader runs', () => {
  const rows: readonly (readonly [image: string, args: string, path: string, rest: string])[] = [
    [GLIBC, '/srv/x/prog -a b', '/srv/x/prog', '-a b'],
    [GLIBC, './prog', '/home/u/prog', ''],
    [GLIBC, '--preload /lib/a.so --inhibit-cache --argv0 sshd --library-path /srv/lib ../prog x', '/home/prog', 'x'],
    [GLIBC, '--library-path /srv/lib:/lib prog', '/srv/lib/prog', ''],
    ['/usr/lib64/ld-2.28.so', '/bin/true', '/bin/true', ''],
    ['/lib/ld64.so.2', '/bin/true', '/bin/true', ''],
    ['/lib/ld-musl-x86_64.so.1', '--preload=/srv/a.so -- /bin/true', '/bin/true', ''],
    ['/usr/lib/musl/lib/libc.so', 'prog', '/home/u/prog', ''],
  ];
  for (const [image, args, path, rest] of rows) {
    it(`${image} ${args}`, () => {
      const found = loadedBy(image, [image, ...args.split(' ')], '/home/u');
      assert.deepEqual(found, { path, argv: [path, ...rest.split(' ').filter((argument) => argument !== '')] });
    });
  }

  for (const [image, args] of [
    [GLIBC, '--version'],
    ['/usr/bin/ld', '/srv/x.o'],
    ['/usr/bin/ld.gold', '/srv/x.o'],
    ['/usr/sbin/ldconfig', '/srv'],
    ['/usr/lib/libld.so.1', '/srv/x'],
  ] as const)
    it(`stays quiet about ${image} ${args}`, () => assert.equal(loadedBy(image, [image, args], '/'), undefined));
});
