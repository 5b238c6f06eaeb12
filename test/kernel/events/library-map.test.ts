/** library_map: what is mapped executable, at start and at run time, from disk, from memory and without a name. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileKey, type LibraryMap } from '../../../src/event/index.ts';
import { type Run, Sensor } from '../harness.ts';
import { fileKeyOf, placeKeyOf } from '../place.ts';
import { kernelTestsSkip, PYTHON } from '../requirement.ts';
import { scratch } from '../scratch.ts';
import { library, trigger } from '../trigger.ts';

interface Mapped {
  readonly pid: number;
  readonly dev: number;
  readonly ino: string;
  readonly owner: number;
}

const maps = (run: Run) => run.events.filter((event): event is LibraryMap => event.kind === 'library_map');

describe('library_map', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let sensor: Sensor;
  before(async () => {
    sensor = await Sensor.start();
  });
  after(() => sensor?.stop());

  test('a library that is taken up at run time', async () => {
    const made = await library(join(root, 'taken up\n.so'), 'taken');
    const run = await sensor.run(await trigger('map'), [made], { cwd: root });
    const [report] = run.report<Mapped>();
    assert.ok(report);
    const mapped = maps(run).filter((event) => event.file === fileKeyOf(made));
    assert.ok(mapped.length >= 1, 'the library is not among what was mapped');
    const [event] = mapped;
    assert.deepEqual(
      [event?.pid, event?.file, event?.place, event?.name, event?.deleted, event?.memfd, event?.owner],
      [run.pid, fileKey(report.dev, Number(report.ino)), placeKeyOf(root), 'taken up\n.so', false, false, report.owner],
    );
  });

  test('a library out of memory', async () => {
    const made = await library(join(root, 'memory.so'), 'memory');
    const run = await sensor.run(await trigger('map'), [made, 'memory'], { cwd: root });
    const [report] = run.report<Mapped>();
    assert.ok(report, `exit ${run.code}`);
    const event = maps(run).find((candidate) => candidate.file === fileKey(report.dev, Number(report.ino)));
    assert.equal(event?.memfd, true);
  });

  test('what the loader maps before the program begins', async () => {
    const run = await sensor.run(await trigger('identity'));
    assert.ok(
      maps(run).some((event) => event.name.startsWith('libc.so') || event.name.startsWith('libc-')),
      maps(run)
        .map((event) => event.name)
        .join(' '),
    );
  });

  test('stays quiet when a file is mapped to be read', async () => {
    const made = await library(join(root, 'data.so'), 'data');
    const script = 'import mmap,sys; f=open(sys.argv[1],"rb"); m=mmap.mmap(f.fileno(),0,prot=mmap.PROT_READ); m[0]';
    const run = await sensor.run(PYTHON, ['-c', script, made]);
    assert.equal(run.code, 0);
    assert.deepEqual(
      maps(run).filter((event) => event.file === fileKeyOf(made)),
      [],
    );
  });
});
