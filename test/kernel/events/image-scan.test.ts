/** image_scan: images that appear are looked into wherever they lie, whatever they claim, and never at a cost that hurts. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { CryptoUse, ImageScan } from '../../../src/event/index.ts';
import { type Run, Sensor } from '../harness.ts';
import { fileKeyOf } from '../place.ts';
import { kernelTestsSkip, PYTHON, ROOT } from '../requirement.ts';
import { scratch } from '../scratch.ts';
import { trigger } from '../trigger.ts';

const run = promisify(execFile);
/** Where the system's OpenSSL lies; what is tested are copies of it, which the sensor does not know. */
const LIBRARY = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib']
  .map((directory) => `${directory}/libcrypto.so.3`)
  .find((path) => existsSync(path));
/** ms between mapping a copy and using it: the sensor looks into it meanwhile. */
const MEANWHILE = '700';

function uses(of: Run): readonly CryptoUse[] {
  return of.events.filter((event): event is CryptoUse => event.kind === 'crypto_use');
}

describe('image_scan', { skip: kernelTestsSkip() || (LIBRARY ? false : 'no OpenSSL 3 is installed') }, () => {
  const library = LIBRARY ?? '';
  const root = scratch();
  let sensor: Sensor;
  let cipher: string;
  before(async () => {
    cipher = await trigger('cipher');
    sensor = await Sensor.start();
  });
  after(() => sensor?.stop());

  const scans = () => sensor.events.filter((event): event is ImageScan => event.kind === 'image_scan');
  const scanned = (file: string, state: ImageScan['state']) =>
    sensor.until(`${file} is ${state}`, 10_000, () =>
      scans().find((scan) => scan.file === file && scan.state === state),
    );
  const copy = (name: string) => {
    const path = join(root, name);
    copyFileSync(library, path);
    return path;
  };

  test('a library under another name', async () => {
    const made = copy('plugin');
    const file = fileKeyOf(made);
    const seen = await sensor.run(cipher, [made, MEANWHILE, 'aes_encrypt', '3']);
    assert.equal(seen.code, 0);
    assert.deepEqual(
      uses(seen).map((use) => [use.cipher, use.operations, use.image]),
      [
        ['AES-256-CBC', 1, file],
        ['AES-256-CBC', 3, file],
      ],
    );
    const scan = await scanned(file, 'observed');
    assert.deepEqual([scan.interfaces, scan.pid], [['openssl'], seen.pid]);
    assert.ok(scan.functions >= 3);
  });

  const places: readonly (readonly [what: string, script: string])[] = [
    [
      'in a mount namespace of its own, below another root',
      `exec unshare -m sh -c 'mkdir -p "$0/r" && mount -t tmpfs none "$0/r" && cp ${library} "$0/r/lib" && exec "$1" "$0/r/lib" ${MEANWHILE} rc4 2' "$0" "$1"`,
    ],
    [
      'that is deleted once it is mapped',
      `cp ${library} "$0/gone"; (sleep 0.2; rm "$0/gone") & exec "$1" "$0/gone" ${MEANWHILE} rc4 2`,
    ],
    [
      'that others may not read',
      `cp ${library} "$0/shut"; chmod 700 "$0" ; chown 65534 "$0/shut"; chmod 700 "$0/shut"; exec "$1" "$0/shut" ${MEANWHILE} rc4 2`,
    ],
  ];
  for (const [what, script] of places) {
    test(`a library ${what}`, async () => {
      const seen = await sensor.run('sh', ['-c', script, root, cipher]);
      assert.equal(seen.code, 0);
      assert.deepEqual(
        uses(seen).map((use) => [use.cipher, use.operations]),
        [
          ['RC4', 1],
          ['RC4', 2],
        ],
      );
    });
  }

  test('a library that is only in memory', async () => {
    const script = [
      'import ctypes, os, time',
      'fd = os.memfd_create("m")',
      `os.write(fd, open("${library}", "rb").read())`,
      'lib = ctypes.CDLL(f"/proc/self/fd/{fd}")',
      `time.sleep(${MEANWHILE} / 1000)`,
      'lib.RC4_set_key(ctypes.create_string_buffer(4096), 16, b"0123456789abcdef")',
    ].join('\n');
    const seen = await sensor.run(PYTHON, ['-c', script]);
    assert.equal(seen.code, 0);
    assert.deepEqual(
      uses(seen).map((use) => [use.interface, use.cipher, use.keyBits]),
      [['openssl', 'RC4', 128]],
    );
  });

  test('a program that keeps the symbols of what it was linked with', async () => {
    const made = join(root, 'static');
    const source =
      'int RC4_set_key(void *k, int n, const void *d) { return n; } int main(void) { usleep(700000); return !RC4_set_key(0, 16, 0); }';
    const compile = run('cc', ['-O0', '-w', '-static', '-x', 'c', '-o', made, '-']);
    compile.child.stdin?.end(`#include <unistd.h>\n${source}\n`);
    await compile;
    const seen = await sensor.run(made);
    assert.equal(seen.code, 0);
    assert.deepEqual(
      uses(seen).map((use) => [use.interface, use.cipher, use.keyBits]),
      [['openssl', 'RC4', 128]],
    );
  });

  test('files that lie about their sections, and one of 500 MB, hold up nothing', async () => {
    const whole = readFileSync(library).subarray(0, 600_000);
    for (let i = 0; i < 200; i += 1) {
      const lie = Buffer.from(whole.subarray(0, i % 5 === 0 ? 20 + i * 37 : whole.length));
      // the header, the program headers, and where the dynamic section and the hash table lie
      for (let n = 0; n < 1 + (i % 7); n += 1) {
        const at = [i % 64, 64 + ((i * 13) % 560), 0x300 + i * 8, lie.length - 1][(i + n) % 4] ?? 0;
        if (at < lie.length) lie[at] = (i * 89 + n * 151) & 0xff;
      }
      if (i % 3 === 0 && lie.length > 64) lie.writeBigUInt64LE(0xfffffffffffff000n + BigInt(i), 32 + (i % 2) * 8);
      writeFileSync(join(root, `lie-${i}`), lie);
    }
    const big = copy('lie-200');
    truncateSync(big, 500_000_000);
    const script = [
      'import mmap, sys, glob',
      'kept = []',
      `for name in glob.glob("${root}/lie-*"):`,
      '    f = open(name, "rb")',
      '    kept.append(mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ | mmap.PROT_EXEC, flags=mmap.MAP_PRIVATE))',
      'import time; time.sleep(1.5)',
    ].join('\n');
    const seen = await sensor.run(PYTHON, ['-c', script], { timeout: 30_000 });
    assert.equal(seen.code, 0);
    await scanned(fileKeyOf(big), 'observed');
    assert.equal(sensor.stderr, '');
    const after = copy('after the lies');
    const next = await sensor.run(cipher, [after, MEANWHILE, 'aes_encrypt', '2']);
    assert.equal(uses(next).at(-1)?.operations, 2);
  });

  test('libraries that are replaced, cut and written over while they are mapped hold up nothing', async () => {
    const script = [
      'import mmap, os, shutil, time',
      'kept = []',
      'for i in range(30):',
      `    name = f"${root}/changing-{i}"; shutil.copy("${library}", name)`,
      '    f = open(name, "rb")',
      '    kept.append(mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ | mmap.PROT_EXEC, flags=mmap.MAP_PRIVATE))',
      '    time.sleep(0.005 * (i % 4))',
      '    if i % 3 == 0: os.truncate(name, i * 4096)',
      '    elif i % 3 == 1: open(name, "r+b").write(os.urandom(65536))',
      '    else: shutil.copy("/bin/true", name + ".new"); os.rename(name + ".new", name)',
      'time.sleep(0.5)',
    ].join('\n');
    const seen = await sensor.run(PYTHON, ['-c', script], { timeout: 20_000 });
    assert.equal(seen.code, 0);
    // one that changed between the look into it and the attaching is told of, and no more
    for (const line of sensor.stderr.split('\n').filter(Boolean)) assert.match(line, /^warning: cannot observe/);
    const next = await sensor.run(cipher, [copy('after the changes'), MEANWHILE, 'aes_encrypt', '2']);
    assert.equal(uses(next).at(-1)?.operations, 2);
  });

  test('a library that a package replaces while it is used is observed on, and so is the new one', async () => {
    const made = copy('upgraded');
    const script = `(sleep 0.3; cp ${library} "$0.new"; echo >> "$0.new"; mv "$0.new" "$0") & "$1" "$0" ${MEANWHILE} rc4 2; exec "$1" "$0" ${MEANWHILE} aes_encrypt 2`;
    const seen = await sensor.run('sh', ['-c', script, made, cipher]);
    assert.equal(seen.code, 0);
    const last = new Map(uses(seen).map((use) => [`${use.cipher} ${use.image}`, use.operations]));
    assert.deepEqual([...last.values()], [2, 2]);
    assert.equal(new Set([...last.keys()].map((key) => key.split(' ')[1])).size, 2);
  });

  test('an image whose functions are called too often gets a rest, and says so', async () => {
    const made = copy('busy');
    const busy = sensor.run(cipher, [made, MEANWHILE, 'aes_encrypt', '600000'], { timeout: 30_000 });
    await scanned(fileKeyOf(made), 'suspended');
    await sensor.seen('the status says so', 5000, (event) => event.kind === 'status' && event.images.suspended > 0);
    assert.equal((await busy).code, 0);
  });

  const programs: readonly (readonly [what: string, define: string, expected: readonly string[]])[] = [
    ["AES's table", '1', ['aes_sbox']],
    ["ChaCha20's constant", '2', ['chacha_sigma']],
    ['none', '0', []],
  ];
  for (const [what, define, expected] of programs) {
    test(`a program that opens a session is searched for constants: ${what}`, async () => {
      const server = createServer((socket) => socket.resume().on('error', () => {})).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const made = join(root, `talk-${define}`);
      await run('cc', ['-O1', `-DCONSTANTS=${define}`, '-o', made, join(ROOT, 'test/kernel/triggers/talk.c')]);
      const seen = await sensor.run(made, [String((server.address() as AddressInfo).port), '1500']);
      server.close();
      assert.equal(seen.code, 0);
      const scan = await scanned(fileKeyOf(made), 'searched');
      assert.deepEqual([scan.pid, scan.constants, scan.cut], [seen.pid, expected, false]);
      assert.ok(scan.searched > 1000);
    });
  }

  test('a static program of 500 MB that opens a session is searched as far as the limit, and found out by what comes first', async () => {
    const server = createServer((socket) => socket.resume().on('error', () => {})).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const made = join(root, 'huge');
    const source = join(ROOT, 'test/kernel/triggers/talk.c');
    await run('cc', ['-O1', '-static', '-no-pie', '-DCONSTANTS=1', '-o', made, source]);
    enlarge(made, 500_000_000);
    const from = performance.now();
    const seen = await sensor.run(made, [String((server.address() as AddressInfo).port), '3000']);
    server.close();
    assert.equal(seen.code, 0);
    const scan = await scanned(fileKeyOf(made), 'searched');
    assert.deepEqual([scan.pid, scan.constants, scan.cut], [seen.pid, ['aes_sbox'], true]);
    // the limit is looked at before each mebibyte
    assert.ok(scan.searched < 65 << 20, `${scan.searched} bytes were searched`);
    assert.ok(performance.now() - from < 15_000);
    const next = await sensor.run(cipher, [copy('after the huge one'), MEANWHILE, 'aes_encrypt', '2']);
    assert.equal(uses(next).at(-1)?.operations, 2);
  });
});

/** Makes a note of a static program a loadable segment of so many bytes; the file has a hole there, which takes no room on disk. */
function enlarge(path: string, size: number): void {
  const NOTE = 4;
  const LOAD = 1;
  const READ = 4;
  const elf = readFileSync(path);
  const [table, each, count] = [Number(elf.readBigUInt64LE(32)), elf.readUInt16LE(54), elf.readUInt16LE(56)];
  const header = Array.from({ length: count }, (_, i) => table + i * each).find((at) => elf.readUInt32LE(at) === NOTE);
  assert.ok(header !== undefined, 'the program has no note');
  const offset = Math.ceil(elf.length / 4096) * 4096;
  elf.writeUInt32LE(LOAD, header);
  elf.writeUInt32LE(READ, header + 4);
  for (const [i, value] of [offset, 0x100000000, 0x100000000, size, size, 4096].entries())
    elf.writeBigUInt64LE(BigInt(value), header + 8 + i * 8);
  writeFileSync(path, elf, { mode: 0o755 });
  truncateSync(path, offset + size);
}
