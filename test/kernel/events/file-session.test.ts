/**
 * file_session: every way to open, read, write, move, cut and let go of a file, compared field by field with
 * what the trigger itself accounts for.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileKey } from '../../../src/event/index.ts';
import { fileSessions, Sensor } from '../harness.ts';
import { compareUse, type Report } from '../ledger.ts';
import { fileKeyOf, placeKeyOf } from '../place.ts';
import { kernelTestsSkip, PYTHON } from '../requirement.ts';
import { scratch } from '../scratch.ts';
import { library, trigger } from '../trigger.ts';

const CANNOT = 77;

/** Scenarios of the trigger of the same name. */
const SCENARIOS = {
  'file-io': [
    'open_legacy',
    'openat_directory',
    'openat2_creates',
    'creat_new',
    'creat_existing',
    'open_truncates',
    'appends',
    'reads_through',
    'readv_variants',
    'pread_scattered',
    'writev_variants',
    'pwrite_over_the_end',
    'seeks_and_writes',
    'rewrites_in_place',
    'writes_without_cache',
    'writes_a_mebibyte',
    'writes_often',
    'fails',
    'reopens_through_proc',
    'through_symlink',
    'temporary_file',
  ],
  'file-descriptor': [
    'duplicate_lives_on',
    'fcntl_duplicate',
    'closed_by_range',
    'replaced_by_dup2',
    'replaced_by_dup3',
    'left_open_at_exit',
    'closed_on_exec',
    'inherited_by_fork',
    'inherited_append',
    'passed_by_socket',
    'used_by_threads',
    'two_at_once',
  ],
  'file-move': [
    'mmap_write',
    'mmap_outlives_descriptor',
    'mmap_read',
    'splice_in',
    'splice_out',
    'sendfile_between',
    'copy_range_between',
    'copy_range_at_offsets',
    'shortened',
    'emptied_then_written',
    'punched',
    'zeroed',
    'unlinked_while_open',
    'renamed_while_open',
  ],
} as const;

/** 10,000 bytes that differ at every offset. */
function content(seed: number): Buffer {
  return Buffer.from(Array.from({ length: 10_000 }, (_, i) => (i * 7 + (i >> 8) * 13 + seed) & 0xff));
}

describe('file_session', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let sensor: Sensor;
  before(async () => {
    sensor = await Sensor.start();
  });
  after(() => sensor?.stop());

  /** A directory of the scenario's own, with what the triggers expect in it. */
  function room(): string {
    const directory = mkdtempSync(join(root, 'room-'));
    writeFileSync(join(directory, 'existing'), content(1));
    writeFileSync(join(directory, 'target'), content(2));
    return directory;
  }

  for (const [program, scenarios] of Object.entries(SCENARIOS)) {
    for (const scenario of scenarios) {
      test(`${program} ${scenario}`, async (t) => {
        const directory = room();
        const run = await sensor.run(await trigger(program), [scenario], { cwd: directory });
        if (run.code === CANNOT) return t.skip('the file system of the temporary directory cannot do this');
        assert.equal(run.code, 0);
        const reports = run.report<Report>().filter((report) => report.uses.length > 0);
        assert.ok(reports.length > 0, 'the trigger reported nothing');
        const place = placeKeyOf(directory);
        for (const { pid, uses } of reports) {
          for (const use of uses) {
            const mine = run.events.filter((event) => 'pid' in event && event.pid === pid);
            const sessions = fileSessions(mine, fileKey(use.dev, Number(use.ino))).filter((session) => session.last);
            compareUse(use, sessions, place);
          }
        }
        rmSync(directory, { recursive: true });
      });
    }
  }

  test('tells the path of the directory, once a session names it', async () => {
    const directory = room();
    await sensor.run(await trigger('file-io'), ['open_legacy'], { cwd: directory });
    const place = placeKeyOf(directory);
    const told = sensor.events.findLast((event) => event.kind === 'directory' && event.place === place);
    assert.ok(told?.kind === 'directory');
    assert.equal(told.path, directory);
    assert.equal(told.cut, false);
  });

  for (const name of [
    'line\nbreak',
    'escape \u001b[31mred\u0007',
    'quote"\\',
    'ünïcödé 漢字',
    ' ',
    '-rf',
    'x'.repeat(255),
  ]) {
    test(`a file named ${JSON.stringify(name.slice(0, 20))}`, async () => {
      const directory = room();
      const script = 'import os,sys; f=open(sys.argv[1],"wb"); f.write(b"x"*10); f.close()';
      const run = await sensor.run(PYTHON, ['-c', script, name], { cwd: directory });
      const [session] = fileSessions(run.events, fileKeyOf(join(directory, name)));
      assert.equal(session?.name, name);
      assert.equal(session?.created, true);
    });
  }

  test('a name that is not UTF-8 has replacement characters in it', async () => {
    const directory = room();
    const script = 'import os; f=os.open(b"bad\\xff\\xfename", os.O_WRONLY|os.O_CREAT, 0o600); os.write(f, b"x")';
    const run = await sensor.run(PYTHON, ['-c', script], { cwd: directory });
    const made = run.events.filter((event) => event.kind === 'file_session' && event.created);
    assert.deepEqual(
      made.map((event) => event.kind === 'file_session' && event.name),
      ['bad\ufffd\ufffdname'],
    );
  });

  test('a session that goes on is told in between, with cumulative counters', async () => {
    const directory = room();
    const script = [
      'import os,time',
      'f=os.open("slow", os.O_WRONLY|os.O_CREAT, 0o600)',
      'for i in range(8):',
      '    os.write(f, b"y"*1000); time.sleep(0.2)',
    ].join('\n');
    const run = await sensor.run(PYTHON, ['-c', script], { cwd: directory });
    const sessions = fileSessions(run.events, fileKeyOf(join(directory, 'slow')));
    assert.ok(sessions.length >= 2, `told ${sessions.length} times in 1.6 s`);
    const bytes = sessions.map((session) => session.writeBytes);
    assert.deepEqual(
      bytes,
      bytes.toSorted((a, b) => a - b),
    );
    assert.equal(bytes.at(-1), 8000);
    assert.deepEqual(
      sessions.map((session) => session.last),
      sessions.map((_, i) => i === sessions.length - 1),
    );
  });

  for (const [way, read, write] of [
    ['whole', 'os.read(r, 99999)', 'os.pwrite(w, tail, 4096)'],
    [
      'in pieces',
      'while os.read(r, 3000): pass',
      'for at in range(0, len(tail), 2500): os.pwrite(w, tail[at:at+2500], 4096+at)',
    ],
    ['in vectors', 'os.readv(r, [bytearray(50), bytearray(99999)])', 'os.pwritev(w, [tail[:7], tail[7:]], 4096)'],
  ] as const) {
    test(`who reads a file and who writes over its tail leave samples of one range, ${way}`, async () => {
      const directory = room();
      const names = Array.from({ length: 12 }, (_, i) => join(directory, `${i}`));
      const before = Buffer.concat([content(3), content(4), content(5)]);
      const sizeOf = (i: number) => 20_000 + i * 300;
      for (const [i, name] of names.entries()) writeFileSync(name, before.subarray(0, sizeOf(i)));
      const script = [
        'import os',
        'for i in range(12):',
        '    tail=bytes(255-k%251 for k in range(15904+i*300))',
        `    r=os.open(str(i), os.O_RDONLY)`,
        `    ${read}`,
        `    os.close(r); w=os.open(str(i), os.O_WRONLY)`,
        `    ${write}`,
        `    os.close(w)`,
      ].join('\n');
      const run = await sensor.run(PYTHON, ['-c', script], { cwd: directory });
      const spots = names.map((name) => {
        const samples = fileSessions(run.events, fileKeyOf(name)).flatMap((session) => session.samples);
        const after = samples.filter(({ kind }) => kind === 'write');
        const [was] = samples.filter(({ kind, offset }) => kind === 'read' && offset >= 4096);
        const now = after.find(({ offset }) => offset === was?.offset);
        assert.ok(was && now, `${name}: ${samples.map(({ kind, offset }) => `${kind} ${offset}`).join(', ')}`);
        assert.ok(before.subarray(was.offset).subarray(0, was.bytes.length).equals(was.bytes));
        assert.equal(now.bytes[0], 255 - ((was.offset - 4096) % 251));
        return was.offset;
      });
      assert.ok(new Set(spots).size > 1, 'the spot is the same in all of them');
    });
  }

  for (const size of [3000, 9000, 300_000]) {
    test(`a new file of ${size} bytes is sampled further on as well, and at the same place when it is written again`, async () => {
      const directory = room();
      const script = [
        'import os',
        `body=bytes(i%251 for i in range(${size}))`,
        'for name in ("made", "copy"): open(name, "wb", 0).write(body)',
        'open("copy", "wb", 0).write(body)',
      ].join('\n');
      const run = await sensor.run(PYTHON, ['-c', script], { cwd: directory });
      const offsets = ['made', 'copy'].flatMap((name) =>
        fileSessions(run.events, fileKeyOf(join(directory, name))).map(({ samples }) => {
          const further = samples.find(({ offset }) => offset > 0);
          assert.ok(further, `${name}: nothing beyond its beginning`);
          assert.equal(further.bytes.length, 512);
          assert.ok(further.bytes.every((byte, i) => byte === (further.offset + i) % 251));
          return further.offset;
        }),
      );
      assert.equal(offsets.length, 3);
      assert.equal(offsets[1], offsets[2]);
    });
  }

  test('what a shell opens and a program writes is one session of one process', async () => {
    const directory = room();
    const run = await sensor.run('sh', ['-c', 'printf abc > made; exec head -c 3000 /dev/zero >> made'], {
      cwd: directory,
    });
    const sessions = fileSessions(run.events, fileKeyOf(join(directory, 'made'))).filter((session) => session.last);
    assert.equal(sessions[0]?.created, true);
    assert.equal(
      sessions.reduce((sum, session) => sum + session.writeBytes, 0),
      3003,
    );
    assert.equal(sessions.at(-1)?.sizeAfter, 3003);
  });

  test("stays quiet when a loader reads a library's head", async () => {
    const directory = room();
    const made = await library(join(directory, 'quiet.so'), 'quiet');
    const run = await sensor.run(await trigger('map'), [made], { cwd: directory });
    assert.equal(run.code, 0);
    assert.deepEqual(fileSessions(run.events, fileKeyOf(made)), []);
  });

  test('stays quiet when files are looked at and not used', async () => {
    const directory = room();
    const run = await sensor.run(
      PYTHON,
      ['-c', 'import os; os.stat("existing"); os.close(os.open("existing", os.O_RDWR))'],
      {
        cwd: directory,
      },
    );
    assert.deepEqual(fileSessions(run.events, fileKeyOf(join(directory, 'existing'))), []);
  });
});
