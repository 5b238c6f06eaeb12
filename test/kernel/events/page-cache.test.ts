/** file_session: content that passes no buffer of a system call is sampled from the page cache, before and after. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FileSession } from '../../../src/event/index.ts';
import { fileSessions, Sensor } from '../harness.ts';
import { fileKeyOf } from '../place.ts';
import { kernelTestsSkip, PYTHON } from '../requirement.ts';
import { scratch } from '../scratch.ts';

const SIZE = 9000;
const PREAMBLE = 'import mmap,os,sys\np,q=sys.argv[1:3]\nfd=os.open(p,os.O_RDWR)\nnew=open(q,"rb").read()\n';

/** Each leaves the content of the second file in the first one, without write(2) on it. */
const WAYS: readonly {
  readonly name: string;
  readonly method: string;
  readonly cold: boolean;
  readonly code: string;
}[] = [
  { name: 'a shared mapping', method: 'mmap_write', cold: false, code: 'm=mmap.mmap(fd,len(new));m[:]=new' },
  {
    name: 'a shared mapping of a cold file',
    method: 'mmap_write',
    cold: true,
    code: 'm=mmap.mmap(fd,len(new));m[:]=new',
  },
  {
    name: 'a mapping that outlives its descriptor',
    method: 'mmap_write',
    cold: false,
    code: 'm=mmap.mmap(fd,len(new));os.close(fd);m[:]=new;m.close()',
  },
  {
    name: 'sendfile',
    method: 'splice_in',
    cold: false,
    code: 's=os.open(q,os.O_RDONLY);n=0\nwhile n<len(new): n+=os.sendfile(fd,s,n,len(new)-n)',
  },
  {
    name: 'copy_file_range',
    method: 'splice_in',
    cold: false,
    code: 's=os.open(q,os.O_RDONLY);n=0\nwhile n<len(new): n+=os.copy_file_range(s,fd,len(new)-n,n,n)',
  },
];

describe('content from the page cache', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let sensor: Sensor;
  before(async () => {
    sensor = await Sensor.start();
  });
  after(() => sensor?.stop());

  const contents = (session: FileSession | undefined) =>
    session?.samples
      .filter(({ operation, offset }) => operation === 0 && offset === 0)
      .map(({ kind, bytes }) => [kind, Buffer.from(bytes).toString('hex')]);

  for (const { name, method, cold, code } of WAYS)
    test(`${name}: what was there, and what is there now`, async () => {
      const victim = join(root, `${method}-${WAYS.findIndex((way) => way.name === name)}`);
      const source = `${victim}.new`;
      const [old, fresh] = [
        Buffer.from('plain text, line after line\n'.repeat(400)).subarray(0, SIZE),
        randomBytes(SIZE),
      ];
      writeFileSync(victim, old);
      writeFileSync(source, fresh);
      /* dd with nocache and no data drops this one file's clean pages, and no other file's */
      if (cold)
        execFileSync('sh', ['-c', 'sync "$1"; dd of="$1" oflag=nocache conv=notrunc,fdatasync count=0', '-', victim]);
      const run = await sensor.run(PYTHON, ['-c', PREAMBLE + code, victim, source]);
      assert.equal(run.code, 0);
      const session = fileSessions(run.events, fileKeyOf(victim)).findLast(({ last }) => last);
      assert.deepEqual(session?.methods.includes(method as FileSession['methods'][number]), true);
      assert.deepEqual(contents(session), [
        ['read', old.subarray(0, 512).toString('hex')],
        ['write', fresh.subarray(0, 512).toString('hex')],
      ]);
    });

  test('stays quiet when a file is created: nothing was there', async () => {
    const path = join(root, 'created');
    const run = await sensor.run(PYTHON, ['-c', 'import sys;open(sys.argv[1],"wb").write(b"x"*5000)', path]);
    const [session] = fileSessions(run.events, fileKeyOf(path));
    assert.equal(session?.created, true);
    assert.deepEqual(contents(session), []);
  });
});
