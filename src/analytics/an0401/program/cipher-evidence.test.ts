/** What ciphers in use, and ciphers built into a program, say in a finding, and what is said where they cannot be seen. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileOf, makeImageScan } from '../../../event/testing/make.ts';
import { aes } from '../testing/ciphertext.ts';
import { helloBytes } from '../testing/client-hello.ts';
import { EPOCH, Scene } from '../testing/scene.ts';

const PATH = '/opt/vendor/agentd';

/** A program that no package owns sends ciphertext of its own making; `prepare` is what shows before. */
function implant(prepare: (scene: Scene) => void, ciphersShow = true): Scene {
  const scene = new Scene({}, undefined, false);
  if (ciphersShow) scene.see(['cipher_calls', 'image_scan']);
  scene.start({ pid: 300, parentPid: 50, path: PATH, argv: ['agentd'] });
  prepare(scene);
  for (let i = 0; i < 6; i += 1) {
    const more = { txBytes: 900 * (i + 1), rxBytes: 64 * (i + 1), turns: 2 * i, snapshots: i };
    scene.net({ pid: 300, at: 20 + 400 * i, startedAt: 10, tx: aes(300), rx: aes(64, 9), ...more });
  }
  return scene;
}

function crypto(scene: Scene) {
  const leg = scene.last?.legs.find((candidate) => candidate.leg === 'crypto-evidence');
  assert.ok(leg, 'nothing was told');
  return leg;
}

describe('crypto-evidence', () => {
  const rows: readonly (readonly [name: string, prepare: (scene: Scene) => void, reason: RegExp])[] = [
    [
      'names the cipher, the library, the key size and the way',
      (scene) => scene.cipher(300, 5, { cipher: 'RC4', keyBits: 128, operations: 3 }),
      /agentd \(pid 300\) used RC4 of OpenSSL or a fork, 128-bit key, to encrypt \(3 operations\)/,
    ],
    [
      "names the kernel's cipher",
      (scene) => scene.cipher(300, 5, { interface: 'af_alg', cipher: 'cbc(aes)', keyBits: 256, image: undefined }),
      /used cbc\(aes\) of the kernel \(AF_ALG\), 256-bit key/,
    ],
    [
      'names what is built into the program',
      (scene) => scene.search(300, PATH, 15, ['aes_tables', 'chacha_sigma']),
      /agentd has AES, ChaCha20 or Salsa20 built in/,
    ],
  ];
  for (const [name, prepare, reason] of rows) {
    it(name, () => {
      const leg = crypto(implant(prepare));
      assert.equal(leg.state, 'seen');
      assert.ok(
        leg.reasons.some((words) => reason.test(words)),
        leg.reasons.join('\n'),
      );
    });
  }

  it('counts what shows after the session began', () => {
    const scene = implant(() => {});
    assert.ok(!crypto(scene).reasons.some((words) => words.includes('built in')));
    scene.search(300, PATH, 4000, ['aes_sbox']);
    scene.status(7000);
    assert.ok(crypto(scene).reasons.some((words) => words.includes('AES built in')));
  });

  it('weighs the records of one cipher once, with the latest figures', () => {
    const once = implant((scene) => scene.cipher(300, 5, { operations: 1 }));
    const often = implant((scene) => {
      for (let i = 1; i < 50; i += 1) scene.cipher(300, 5, { operations: i, snapshots: i - 1 });
    });
    assert.equal(crypto(once).weight, crypto(often).weight);
    assert.ok(crypto(often).reasons.some((words) => words.includes('(49 operations)')));
  });

  it('stays quiet when the cipher may be that of the random generator', () => {
    const scene = implant((early) => early.cipher(300, 5, { cipher: 'AES-256-CTR', operations: 1400 }));
    assert.deepEqual(crypto(scene), crypto(implant(() => {})));
  });

  it('is forgotten when the process becomes another program', () => {
    const scene = implant((early) => {
      early.cipher(300, 5, { cipher: 'RC4' });
      early.start({ pid: 300, parentPid: 50, path: PATH, argv: ['agentd'], at: 6 });
    });
    assert.ok(!crypto(scene).reasons.some((words) => words.includes('RC4')));
  });

  it('adds nothing to a session that TLS explains', () => {
    const weights = [false, true].map((ciphersShow) => {
      const scene = new Scene({}, undefined, ciphersShow);
      scene.start({ pid: 500, parentPid: 50, path: '/usr/bin/python3.11', argv: ['python3', '-c', 'import ssl'] });
      scene.map(500, '_ssl.cpython-311-x86_64-linux-gnu.so', 200);
      scene.map(500, 'libcrypto.so.3', 201);
      scene.tls(500, 260, helloBytes('opensslAddress'));
      return crypto(scene).weight;
    });
    assert.equal(weights[0], weights[1]);
  });
});

describe('a finding says what could not be observed', () => {
  const file = fileOf(77);
  const rows: readonly (readonly [name: string, play: () => Scene, words: RegExp])[] = [
    ['no cipher calls on this kernel', () => implant(() => {}, false), /^Cipher calls: none can be observed here/],
    ['no images looked into', () => implant(() => {}, false), /^Ciphers built into programs: images could not/],
    [
      'a program that was not searched',
      () => implant(() => {}),
      /^Ciphers built into \/opt\/vendor\/agentd: .* not searched/,
    ],
    [
      'a library that rests',
      () =>
        implant((scene) => {
          scene.map(300, 'libcrypto.so.3', 4, { file });
          scene.play(makeImageScan({ time: EPOCH + 5, pid: 9, file, state: 'suspended' }));
        }),
      /^Cipher calls of \/opt\/vendor\/agentd into libcrypto.so.3: they were so many/,
    ],
    [
      'a library that found no room',
      () =>
        implant((scene) => {
          scene.map(300, 'libcrypto.so.3', 4, { file });
          scene.play(makeImageScan({ time: EPOCH + 5, pid: 9, file, state: 'left_out' }));
        }),
      /^Cipher calls of .* into libcrypto.so.3: too many images/,
    ],
  ];
  for (const [name, play, words] of rows) {
    it(name, () => {
      const { last } = play();
      assert.ok(
        last?.blind.some((line) => words.test(line)),
        last?.blind.join('\n'),
      );
    });
  }

  it('stays quiet when everything was observed', () => {
    const scene = implant((early) => early.search(300, PATH, 5, []));
    assert.deepEqual(
      scene.last?.blind.filter((line) => /[Cc]ipher/.test(line)),
      [],
    );
  });
});
