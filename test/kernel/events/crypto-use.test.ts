/** crypto_use: ciphers that are set up, through OpenSSL in the ways that programs do it and through other libraries. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { CryptoUse } from '../../../src/event/index.ts';
import { type Run, Sensor } from '../harness.ts';
import { kernelTestsSkip, PYTHON, ROOT } from '../requirement.ts';
import { scratch } from '../scratch.ts';
import { trigger } from '../trigger.ts';

/** What a trigger ends with when the machine lacks what it is about. */
const CANNOT = 77;
const TIMES = 5;

interface Told {
  readonly interface: string;
  readonly cipher: string;
  readonly keyBits: number | undefined;
  readonly encrypts: boolean;
  readonly decrypts: boolean;
  readonly operations: number;
  readonly keys: number;
}

function uses(run: Run): readonly CryptoUse[] {
  return run.events.filter((event): event is CryptoUse => event.kind === 'crypto_use');
}

/** The last record of each cipher. */
function told(run: Run): readonly Told[] {
  const last = new Map(uses(run).map((use) => [use.cipher, use]));
  return [...last.values()].map((use) => ({
    interface: use.interface,
    cipher: use.cipher,
    keyBits: use.keyBits,
    encrypts: use.encrypts,
    decrypts: use.decrypts,
    operations: use.operations,
    keys: use.keys,
  }));
}

const openssl = (cipher: string, keyBits: number, way: 'encrypts' | 'decrypts'): Told => ({
  interface: 'openssl',
  cipher,
  keyBits,
  encrypts: way === 'encrypts',
  decrypts: way === 'decrypts',
  operations: TIMES,
  keys: TIMES,
});

describe('crypto_use', { skip: kernelTestsSkip() }, () => {
  let sensor: Sensor;
  before(async () => {
    sensor = await Sensor.start();
    await sensor.until('installed libraries are observed', 10_000, () =>
      sensor.events.some((event) => event.kind === 'image_scan' && event.interfaces.includes('openssl'))
        ? true
        : undefined,
    );
  });
  after(() => sensor?.stop());

  const cases: readonly (readonly [how: string, scenario: string, expected: readonly Told[]])[] = [
    ['key and vector in one call of a wrapper', 'aes_encrypt', [openssl('AES-256-CBC', 256, 'encrypts')]],
    ['decryption', 'aes_decrypt', [openssl('AES-128-CTR', 128, 'decrypts')]],
    ['cipher first, key in a second call that names none', 'two_calls', [openssl('AES-192-GCM', 192, 'encrypts')]],
    ['RC4, from the legacy provider', 'rc4', [openssl('RC4', 128, 'encrypts')]],
    ['a cipher fetched by name', 'fetched', [openssl('ChaCha20', 256, 'encrypts')]],
  ];
  for (const [how, scenario, expected] of cases) {
    test(`OpenSSL: ${how}`, async (t) => {
      const run = await sensor.run(await trigger('cipher'), ['libcrypto.so.3', '0', scenario, String(TIMES)]);
      if (run.code === CANNOT) return t.skip('no OpenSSL 3 with that cipher is installed');
      assert.equal(run.code, 0);
      assert.deepEqual(told(run), expected);
    });
  }

  for (const scenario of ['generator', 'digest']) {
    test(`stays quiet when OpenSSL is used as a ${scenario}`, async (t) => {
      const run = await sensor.run(await trigger('cipher'), ['libcrypto.so.3', '0', scenario, '50']);
      if (run.code === CANNOT) return t.skip('no OpenSSL 3 is installed');
      assert.equal(run.code, 0);
      assert.deepEqual(told(run), []);
    });
  }

  test('the first use is told at once, the sum when the process ends', async (t) => {
    const run = await sensor.run(await trigger('cipher'), ['libcrypto.so.3', '0', 'aes_encrypt', '1000']);
    if (run.code === CANNOT) return t.skip('no OpenSSL 3 is installed');
    const records = uses(run);
    assert.deepEqual(
      records.map(({ operations, last, snapshots }) => [operations, last, snapshots]),
      [
        [1, false, 0],
        [1000, true, 1],
      ],
    );
    assert.ok((records[0]?.time ?? 0) - (records[0]?.firstAt ?? 0) < 5);
  });

  const libraries: readonly (readonly [file: string, expected: readonly (readonly [string, string, number])[]])[] = [
    [
      'libnettle.so.8',
      [
        ['nettle', 'AES-256', 256],
        ['nettle', 'RC4', 128],
        ['nettle', 'ChaCha20', 256],
      ],
    ],
    ['libgcrypt.so.20', [['libgcrypt', 'RC4', 0]]],
    ['libgnutls.so.30', [['gnutls', 'AES-256-CBC', 0]]],
    ['libsodium.so.23', [['libsodium', 'Salsa20', 256]]],
    [
      'libmbedcrypto.so.7',
      [
        ['mbedtls', 'AES-256', 256],
        ['mbedtls', 'RC4', 128],
      ],
    ],
    ['libwolfssl.so.35', [['wolfssl', 'RC4', 128]]],
  ];
  for (const [file, expected] of libraries) {
    test(`${file} by its own functions`, async (t) => {
      const run = await sensor.run(PYTHON, [join(ROOT, 'test/kernel/triggers/ciphers.py'), file]);
      if (run.code === CANNOT) return t.skip(`${file} is not installed`);
      assert.equal(run.code, 0);
      const [first] = expected;
      assert.deepEqual(
        uses(run)
          .filter((use) => use.interface === first?.[0])
          .map((use) => [use.interface, use.cipher, use.keyBits ?? 0]),
        expected,
      );
    });
  }

  test('gpg uses libgcrypt', async () => {
    const home = mkdtempSync(join(scratch(), 'gnupg-'));
    // gpg starts an agent where none is, and that outlives it: here it does not belong to what is awaited
    execFileSync('gpg-agent', ['--homedir', home, '--daemon'], { stdio: 'ignore' });
    try {
      const args = ['--homedir', home, '--batch', '--passphrase', 'x', '--cipher-algo', 'AES256', '-c', '-o', '-'];
      const run = await sensor.run('gpg', args, { input: 'text' });
      assert.equal(run.code, 0);
      assert.ok(told(run).some((use) => use.interface === 'libgcrypt' && use.cipher === 'AES-256'));
    } finally {
      execFileSync('gpgconf', ['--homedir', home, '--kill', 'gpg-agent']);
    }
  });
});
