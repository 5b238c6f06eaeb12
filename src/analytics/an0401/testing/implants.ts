/** Programs that talk to somebody in secret, as several tables need them. */
import type { Scene, Traffic } from './scene.ts';

/** An interpreter that runs code of no package. @param mapped it has mapped the library of TLS */
export function python(
  scene: Scene,
  argv: readonly string[],
  tx: Uint8Array,
  mapped = true,
  more: Partial<Traffic> = {},
): void {
  scene.start({ pid: 200, parentPid: 50, path: '/usr/bin/python3.11', argv });
  if (mapped) {
    scene.map(200, '_ssl.cpython-311-x86_64-linux-gnu.so', 45);
    scene.map(200, 'libssl.so.3', 46);
    scene.map(200, 'libcrypto.so.3', 47);
  }
  scene.net({ pid: 200, at: 61, startedAt: 60, tx, ...more });
}

/** A program of no package. */
export function implant(scene: Scene, tx: Uint8Array, more: Partial<Traffic> = {}): void {
  scene.start({ pid: 300, parentPid: 50, path: '/opt/vendor/agentd', argv: ['agentd'] });
  scene.net({ pid: 300, at: 20, startedAt: 10, tx, port: 9000, ...more });
}
