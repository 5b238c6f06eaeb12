/** Ordinary programs that open TLS sessions, and what they have mapped. */
import { helloBytes } from './client-hello.ts';
import type { Scene, Started } from './scene.ts';

/** A client that names its server or not, downloads, and ends. */
export function client(
  scene: Scene,
  started: Omit<Started, 'pid'>,
  hello: Parameters<typeof helloBytes>[0],
  libraries: readonly string[],
  port = 443,
): void {
  scene.start({ pid: 500, parentPid: 50, ...started });
  libraries.forEach((library, i) => {
    scene.map(500, library, (started.at ?? 0) + 5 + i);
  });
  scene.tls(500, (started.at ?? 0) + 60, helloBytes(hello), { port });
}

export const openssl = ['libssl.so.3', 'libcrypto.so.3'];
export const pythonSsl = [
  '_ssl.cpython-311-x86_64-linux-gnu.so',
  'libssl.so.3',
  'libcrypto.so.3',
  '_hashlib.cpython-311-x86_64-linux-gnu.so',
];
export const python = { path: '/usr/bin/python3.11', argv: ['python3', '/srv/app/fetch.py'] };
