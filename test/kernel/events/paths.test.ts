/** file_rename, file_link, file_unlink, file_truncate: each variant of the calls, with the directory that a path starts from. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FileLink, FileRename, FileTruncate, FileUnlink } from '../../../src/event/index.ts';
import { type Run, Sensor } from '../harness.ts';
import { placeKeyOf } from '../place.ts';
import { kernelTestsSkip } from '../requirement.ts';
import { scratch } from '../scratch.ts';
import { trigger } from '../trigger.ts';

type Named = FileRename | FileLink | FileUnlink | FileTruncate;
const KINDS = ['file_rename', 'file_link', 'file_unlink', 'file_truncate'];

/** `from` and `to` are below the working directory; `up`: the call is given its parent's descriptor. */
interface Case {
  readonly call: string;
  readonly from: string;
  readonly to?: string;
  readonly up?: boolean;
  readonly expected: Readonly<Record<string, unknown>>;
}

const CASES: readonly Case[] = [
  { call: 'rename', from: 'a', to: 'b', expected: { kind: 'file_rename', exchange: false } },
  { call: 'renameat', from: 'a', to: 'b', up: true, expected: { kind: 'file_rename', exchange: false } },
  { call: 'renameat2', from: 'a', to: 'b', expected: { kind: 'file_rename', exchange: false } },
  { call: 'renameat2_exchange', from: 'a', to: 'c', up: true, expected: { kind: 'file_rename', exchange: true } },
  { call: 'link', from: 'a', to: 'b', expected: { kind: 'file_link', symbolic: false } },
  { call: 'linkat', from: 'a', to: 'b', up: true, expected: { kind: 'file_link', symbolic: false } },
  { call: 'symlink', from: 'a', to: 'b', expected: { kind: 'file_link', symbolic: true } },
  { call: 'symlinkat', from: 'a', to: 'b', up: true, expected: { kind: 'file_link', symbolic: true } },
  { call: 'unlink', from: 'a', expected: { kind: 'file_unlink', directory: false } },
  { call: 'unlinkat', from: 'a', up: true, expected: { kind: 'file_unlink', directory: false } },
  { call: 'unlinkat_directory', from: 'd', up: true, expected: { kind: 'file_unlink', directory: true } },
  { call: 'rmdir', from: 'd', expected: { kind: 'file_unlink', directory: true } },
  { call: 'truncate', from: 'a', expected: { kind: 'file_truncate', length: 4321 } },
];

const NAMES = ['line\nbreak', '\u001b[31mred', 'quote"\\back', 'spa ce', 'ünï', '--force', 'y'.repeat(255)];

function named(run: Run): Named[] {
  return run.events.filter((event): event is Named => KINDS.includes(event.kind));
}

describe('names', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let sensor: Sensor;
  before(async () => {
    sensor = await Sensor.start();
  });
  after(() => sensor?.stop());

  function room(names: readonly string[] = ['a', 'c']): string {
    const directory = mkdtempSync(join(root, 'room-'));
    for (const name of names) writeFileSync(join(directory, name), 'x'.repeat(5000));
    mkdirSync(join(directory, 'd'));
    return directory;
  }

  for (const { call, from, to, up, expected } of CASES) {
    test(call, async () => {
      const cwd = room();
      const prefix = up ? `${basename(cwd)}/` : '';
      // the target of a symbolic link is text, whatever the descriptor
      const source = call === 'symlinkat' ? from : prefix + from;
      const args = to === undefined ? [source] : [source, prefix + to];
      const run = await sensor.run(await trigger('paths'), [call, ...args], { cwd });
      assert.deepEqual(
        run.report<{ result: number }>().map((line) => line.result),
        [0],
      );
      const base = placeKeyOf(up ? root : cwd);
      const [event, ...more] = named(run);
      assert.deepEqual(more, []);
      assert.ok(event);
      assert.equal(event.cut, false);
      for (const [key, value] of Object.entries(expected)) assert.equal(event[key as keyof Named], value, key);
      if (event.kind === 'file_rename' || event.kind === 'file_link') {
        const fromBase = call === 'symlinkat' ? event.from.base : base;
        assert.deepEqual(
          [event.from, event.to],
          [
            { base: fromBase, path: args[0] },
            { base, path: args[1] },
          ],
        );
      } else {
        assert.deepEqual(event.target, { base, path: args[0] });
      }
    });
  }

  for (const name of NAMES) {
    test(`a name like ${JSON.stringify(name.slice(0, 16))}`, async () => {
      const cwd = room(['a']);
      const renamed = await sensor.run(await trigger('paths'), ['rename', 'a', name], { cwd });
      const gone = await sensor.run(await trigger('paths'), ['unlink', name], { cwd });
      const [rename] = named(renamed);
      const [unlink] = named(gone);
      assert.equal(rename?.kind === 'file_rename' && rename.to.path, name);
      assert.equal(unlink?.kind === 'file_unlink' && unlink.target.path, name);
    });
  }

  test('an absolute path starts from the root', async () => {
    const cwd = room();
    const path = join(cwd, 'a');
    const [event] = named(await sensor.run(await trigger('paths'), ['unlink', path], { cwd }));
    assert.deepEqual(event?.kind === 'file_unlink' && event.target, { base: placeKeyOf('/'), path });
  });

  test('a path longer than is kept is cut and says so', async () => {
    const cwd = room();
    const path = `${'./'.repeat(700)}a`;
    const [event] = named(await sensor.run(await trigger('paths'), ['unlink', path], { cwd }));
    assert.equal(event?.cut, true);
  });

  test('the directory that a path starts from is told', async () => {
    const cwd = room();
    await sensor.run(await trigger('paths'), ['unlink', 'a'], { cwd });
    const place = placeKeyOf(cwd);
    const told = sensor.events.findLast((event) => event.kind === 'directory' && event.place === place);
    assert.equal(told?.kind === 'directory' && told.path, cwd);
  });

  test('stays quiet when a call fails', async () => {
    const cwd = room();
    const run = await sensor.run(await trigger('paths'), ['unlink', 'absent'], { cwd });
    assert.deepEqual(named(run), []);
    const busy = await sensor.run(await trigger('paths'), ['renameat2', 'a', 'c'], { cwd });
    assert.deepEqual(named(busy), []);
  });
});
