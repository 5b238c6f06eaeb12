import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
const pinned = manifest.optionalDependencies[`node-linux-${process.arch}`];
const folder = mkdtempSync(join(tmpdir(), 'cw-launch-'));
after(() => rmSync(folder, { recursive: true }));

/** A first script that hands over to `program` with two arguments. */
function firstScript(program: string): string {
  const inner = join(folder, 'program.ts');
  writeFileSync(inner, program);
  const outer = join(folder, 'first.mjs');
  const launch = join(import.meta.dirname, 'launch.mjs');
  writeFileSync(
    outer,
    `import { launch } from ${JSON.stringify(launch)};\nlaunch(${JSON.stringify(inner)}, ['a b', '*']);\n`,
  );
  return outer;
}

test('arguments and the exit code pass through, on the pinned release', () => {
  const script = firstScript(`console.log(process.version, ...process.argv.slice(2)); process.exitCode = 42;`);
  const done = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  assert.equal(done.stdout, `v${pinned} a b *\n`, done.stderr);
  assert.equal(done.status, 42);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  test(`${signal} reaches the program, which decides how to end`, async () => {
    const script = firstScript(
      `process.on('${signal}', () => process.exit(7)); setInterval(() => {}, 1000); console.log('ready');`,
    );
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.once('data', () => child.kill(signal));
    const [code] = await new Promise<[number | null]>((resolve) => child.on('exit', (status) => resolve([status])));
    assert.equal(code, 7);
  });

for (const [name, signal] of [
  ['asked to end', 'SIGTERM'],
  ['killed', 'SIGKILL'],
] as const)
  test(`an npm that is ${name} takes the program with it`, async () => {
    const script = firstScript(
      `process.on('SIGTERM', () => { console.log('ended'); process.exit(0); }); setInterval(() => {}, 1000); console.log('ready');`,
    );
    const command = manifest.scripts.start.replace('scripts/start.mjs', script);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'x', scripts: { start: command } }));
    const npm = spawn('npm', ['start', '--silent'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    npm.stdout.on('data', (text) => {
      said += text;
      if (said.endsWith('ready\n')) npm.kill(signal);
    });
    await new Promise((resolve) => npm.stdout.on('close', resolve));
    assert.equal(said, 'ready\nended\n');
  });

test('the end by a signal is passed on', async () => {
  const script = firstScript(`process.kill(process.pid, 'SIGKILL');`);
  const done = spawnSync(process.execPath, [script]);
  assert.equal(done.signal, 'SIGKILL');
});
