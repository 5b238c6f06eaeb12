import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import fc from 'fast-check';
import {
  EPOCH,
  fileOf,
  makeDirectory,
  makeFileLink,
  makeFileRename,
  makeFileSession,
  makeFileUnlink,
  placeOf,
} from '../../event/testing/make.ts';
import { Host } from '../host.ts';

const name = fc.constantFrom('a', 'b', 'c', 'd');
/** Some levels are there from the beginning. */
const path = fc.array(name, { minLength: 1, maxLength: 3, size: 'max' }).map((names) => names.join('/'));
const verb = fc.constantFrom('create', 'create', 'mkdir', 'rename', 'rename', 'rename', 'link', 'unlink', 'rmdir');
const step = fc.tuple(verb, path, path);

/** Does to a real directory what a step says, and tells the host what the sensor would; false when the kernel refused. */
function perform(
  host: Host,
  root: string,
  time: number,
  [verb, one, other]: readonly [string, string, string],
): boolean {
  const at = { base: placeOf(fs.statSync(root).ino), path: one };
  const to = { base: at.base, path: other };
  const [from, target] = [join(root, one), join(root, other)];
  try {
    if (verb === 'create') fs.writeFileSync(from, '', { flag: 'wx' });
    else if (verb === 'mkdir') fs.mkdirSync(from);
    else if (verb === 'rename') fs.renameSync(from, target);
    else if (verb === 'link') fs.linkSync(from, target);
    else if (verb === 'unlink') fs.unlinkSync(from);
    else fs.rmdirSync(from);
  } catch {
    return false;
  }
  if (verb === 'create') {
    const directory = join(from, '..');
    const place = placeOf(fs.statSync(directory).ino);
    host.apply(makeDirectory({ place, path: directory, time }));
    const file = fileOf(fs.statSync(from).ino);
    host.apply(
      makeFileSession({ file, place, name: one.split('/').at(-1) ?? '', created: true, openedAt: time, time }),
    );
  } else if (verb === 'rename') host.apply(makeFileRename({ from: at, to, time }));
  else if (verb === 'link') host.apply(makeFileLink({ from: at, to, time }));
  else if (verb !== 'mkdir') host.apply(makeFileUnlink({ target: at, directory: verb === 'rmdir', time }));
  return true;
}

it('paths agree with a real directory, whatever is done in it', () => {
  const base = fs.mkdtempSync(join(tmpdir(), 'follow-'));
  let performed = 0;
  try {
    fc.assert(
      fc.property(fc.array(step, { minLength: 40, maxLength: 150, size: 'max' }), (steps) => {
        const root = fs.mkdtempSync(join(base, 'run-'));
        for (const given of ['a', 'b', 'a/a', 'a/b', 'b/c', 'b/d']) fs.mkdirSync(join(root, given));
        const host = new Host();
        host.apply(makeDirectory({ place: placeOf(fs.statSync(root).ino), path: root }));
        for (const [index, given] of steps.entries()) if (perform(host, root, EPOCH + index + 1, given)) performed += 1;
        const files = fs.readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
        for (const entry of files) {
          const found = join(entry.parentPath, entry.name);
          const { ino } = fs.statSync(found);
          assert.equal(host.fileAt(found)?.file, fileOf(ino), `who has ${found}`);
          const told = host.pathOf(fileOf(ino));
          assert.equal(told === undefined ? undefined : fs.statSync(told).ino, ino, `where ${ino} is`);
        }
      }),
      { numRuns: 100 },
    );
    assert.ok(performed > 800, `only ${performed} steps did anything`);
  } finally {
    fs.rmSync(base, { recursive: true });
  }
});
