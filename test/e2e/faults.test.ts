/** What goes wrong around the program: it says so, in a line with the remedy, and with the right exit code. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeCorpus } from '../../emulations/corpus.ts';
import { eventually } from '../kernel/harness.ts';
import { kernelTestsSkip, PYTHON, ROOT } from '../kernel/requirement.ts';
import { scratch } from '../kernel/scratch.ts';
import { Attack } from './attack.ts';
import { cipherwatch, Live } from './live.ts';

const ENCRYPT = `${ROOT}/emulations/an0603/encrypt.py`;
/** Control characters that a terminal would act on; a line break ends an NDJSON line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const RAW_CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

function oneLine(stderr: string): string {
  const lines = stderr.split('\n').filter(Boolean);
  assert.ok(lines.length >= 1 && lines.length <= 2, `not one clear line:\n${stderr}`);
  assert.doesNotMatch(stderr, /^\s+at /m, 'a stack trace without --debug');
  return lines.join(' ');
}

describe('while it runs', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let live: Live;
  before(async () => {
    live = await Live.run(mkdtempSync(join(root, 'live-')));
  });
  after(() => live?.stop());

  test('a second instance on the same state ends with 3 and says who has it', async () => {
    const state = join(dirname(live.output), 'state');
    const second = await cipherwatch([
      'run',
      '--state',
      state,
      '--no-console',
      '--duration',
      '5s',
      '--output',
      join(root, 'other'),
    ]);
    assert.equal(second.code, 3);
    assert.match(oneLine(second.stderr), /another (instance|cipherwatch).*state/);
    assert.equal(live.child.exitCode, null);
  });

  test('a sensor that is killed is back within 2 s, the gap is told, and attacks are found again', async (t) => {
    const [sensor] = live.sensors();
    assert.ok(sensor, 'no sensor runs below the program');
    const from = performance.now();
    process.kill(sensor, 'SIGKILL');
    const again = await eventually('another sensor runs', 5000, () => live.sensors().find((pid) => pid !== sensor));
    await eventually('its return is told', 5000, () => /sensor/i.test(live.stderr) || undefined);
    t.diagnostic(
      `sensor ${again} is back ${(performance.now() - from).toFixed(0)} ms after sensor ${sensor} was killed`,
    );
    assert.ok(performance.now() - from < 2000, live.stderr);
    const corpus = makeCorpus(join(root, 'after the kill'), { documents: 100 });
    const attack = new Attack(PYTHON, [ENCRYPT, corpus.directory, '--pause', '0.05']);
    try {
      const suffers = ({ affected }: { affected: { files: readonly { path: string }[] } | undefined }) =>
        affected?.files.some(({ path }) => path.startsWith(corpus.directory)) ?? false;
      await live.finding('an attack after the gap', 10_000, suffers);
      const [next] = live.sensors();
      assert.ok(next);
      process.kill(next, 'SIGKILL');
      const { finding } = await live.finding(
        'an attack during a gap',
        12_000,
        (candidate) => suffers(candidate) && candidate.blind.some((text) => /gap|interrupt|restart|sensor/i.test(text)),
      );
      t.diagnostic(finding.blind.join(' · '));
    } finally {
      attack.kill();
    }
  });

  test('names with line breaks, escapes and bytes that are no text stay inside their JSON strings', async () => {
    const corpus = makeCorpus(join(root, 'na\nmes \u001b[31m'), { documents: 40 });
    corpus.files.forEach((path, i) => {
      const name = Buffer.concat([
        Buffer.from(`${dirname(path)}/\u001b]0;title\u0007 li\nne ${i}`),
        Buffer.from([0xff, 0xfe]),
      ]);
      renameSync(Buffer.from(path), name);
    });
    const attack = new Attack(PYTHON, [ENCRYPT, corpus.directory, '--suffix', '\n\u001b[2J']);
    assert.equal(await attack.ended(20_000), 0, attack.stderr);
    const { finding } = await live.finding(
      'an attack on odd names',
      10_000,
      ({ affected }) => affected?.files.some(({ path }) => path.includes('\u001b]0;title\u0007 li\nne')) ?? false,
    );
    // one program that struck twice may be one case: the files of an earlier attack may stand beside these
    assert.ok(finding.affected?.files.some(({ path }) => path.startsWith(corpus.directory)));
    const text = readFileSync(live.output, 'utf8');
    for (const line of text.split('\n').filter(Boolean)) {
      JSON.parse(line);
      assert.doesNotMatch(line, RAW_CONTROL);
    }
    assert.doesNotMatch(live.stderr, RAW_CONTROL);
  });
});

describe('what it is given', () => {
  const root = scratch();

  for (const [what, text, says] of [
    ['an unknown key', 'an0401:\n  TimeWindwo: 5m\n', [/TimeWindwo/, /TimeWindow/, /:2|line 2/]],
    ['a value of the wrong type', 'output: [1, 2]\n', [/output/, /:1|line 1/]],
    ['what is no YAML', 'a: b: c: [\n', [/settings\.yaml/]],
  ] as const) {
    test(`settings with ${what} end with 2`, async () => {
      const directory = mkdtempSync(join(root, 'settings-'));
      const file = join(directory, 'settings.yaml');
      writeFileSync(file, text);
      const ended = await cipherwatch([
        'run',
        '--config',
        file,
        '--state',
        join(directory, 'state'),
        '--duration',
        '1s',
      ]);
      assert.equal(ended.code, 2, ended.stderr);
      const line = oneLine(ended.stderr);
      assert.match(line, /settings\.yaml/);
      for (const expected of says) assert.match(line, expected);
    });
  }

  for (const args of [['walk'], ['run', '--nonsense'], ['run', '--duration', 'soon'], ['record'], ['replay']]) {
    test(`cipherwatch ${args.join(' ')} ends with 2`, async () => {
      const ended = await cipherwatch(args);
      assert.equal(ended.code, 2, ended.stderr);
      assert.doesNotMatch(ended.stderr, /^\s+at /m);
    });
  }

  test('a file that is no recording ends with 2', async () => {
    const file = join(root, 'no recording');
    writeFileSync(file, 'this is a text and no recording\n'.repeat(50));
    const ended = await cipherwatch(['replay', '--from', 'recording', file]);
    assert.equal(ended.code, 2, ended.stderr);
    assert.match(oneLine(ended.stderr), /no recording/);
  });

  test('a recording that is not there ends with 2', async () => {
    const ended = await cipherwatch(['replay', join(root, 'absent.cw')]);
    assert.equal(ended.code, 2, ended.stderr);
    assert.match(oneLine(ended.stderr), /absent\.cw/);
  });
});

describe('a damaged recording', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let whole = Buffer.alloc(0);
  before(async () => {
    const room = join(root, 'recording');
    mkdirSync(room);
    const recording = await Live.record(room);
    const corpus = makeCorpus(join(root, 'documents'), { documents: 60 });
    const attack = new Attack(PYTHON, [ENCRYPT, corpus.directory]);
    assert.equal(await attack.ended(20_000), 0, attack.stderr);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await recording.stop();
    whole = readFileSync(recording.output);
  });

  const judged = async (name: string, bytes: Buffer) => {
    const [file, output] = [join(root, name), join(root, `${name}.ndjson`)];
    writeFileSync(file, bytes);
    const ended = await cipherwatch(['replay', file, '--output', output, '--format', 'native']);
    return { ...ended, findings: readFileSync(output, 'utf8').split('\n').filter(Boolean) };
  };

  test('that is cut short ends with 2, says where, and keeps the findings up to there', async () => {
    const { code, stderr, findings } = await judged('cut', whole.subarray(0, whole.length - 7));
    assert.equal(code, 2, stderr);
    assert.match(oneLine(stderr), /(byte|offset) *\d+/);
    assert.ok(findings.length >= 1, 'no finding was kept');
  });

  test('that has wrong bytes in it ends with 2 and says where', async () => {
    const wrong = Buffer.from(whole);
    wrong.fill(0xa5, Math.floor(wrong.length * 0.7), Math.floor(wrong.length * 0.7) + 200);
    const { code, stderr } = await judged('wrong', wrong);
    assert.equal(code, 2, stderr);
    assert.match(oneLine(stderr), /(byte|offset) *\d+/);
  });

  test('that is whole is judged to its end', async () => {
    const { code, stderr, findings } = await judged('whole', whole);
    assert.ok(code === 0 || code === 1, stderr);
    assert.ok(findings.length >= 1);
  });
});
