/** Series of callbacks for tests: when they come, from a seed, and how they look. */
import { aes } from './ciphertext.ts';
import type { Scene, Traffic } from './scene.ts';

export interface Rhythm {
  /** s */
  readonly interval: number;
  /** Share of the interval, either way, evenly distributed. */
  readonly jitter: number;
  /** Each interval is so many times the one before. */
  readonly growth?: number;
  /** Another interval that takes turns with the first after so many callbacks; s. */
  readonly other?: number;
  readonly turns?: number;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @returns when each callback begins, ms after the first */
export function timesOf({ interval, jitter, growth = 1, other, turns = 1 }: Rhythm, count: number, seed: number) {
  const next = dice(seed);
  const times = [0];
  for (let i = 0; i < count - 1; i++) {
    const base = other !== undefined && Math.floor(i / turns) % 2 === 1 ? other : interval;
    const gap = base * 1000 * growth ** i * (1 + jitter * (2 * next() - 1));
    times.push(Math.round((times[i] as number) + gap));
  }
  return times;
}

/** A whole request and its answer in a session of its own, of no TLS. */
export function exchange(scene: Scene, given: Traffic & { readonly tx: Uint8Array; readonly rx: Uint8Array }): void {
  scene.net({ ...given, rx: new Uint8Array(0), snapshots: 0 });
  scene.net({ ...given, at: given.at + 40, startedAt: given.at, turns: 1, snapshots: 1, last: true });
}

/** One callback in a session that lasts: what went on before is counted with it. */
export function burst(scene: Scene, given: Traffic & { readonly startedAt: number }): void {
  scene.net({ ...given, at: given.at + 40, txAt: given.at + 5, rxAt: given.at + 35 });
}

/** A POST as Go's client writes it, with a body of base64. */
export function postOf(body: Uint8Array): Uint8Array {
  const text = Buffer.from(body).toString('base64');
  const head = [
    'POST /data HTTP/1.1',
    'Host: 10.20.0.2',
    'User-Agent: Mozilla/5.0 (Windows NT 6.3; Trident/7.0; rv:11.0) like Gecko',
    `Content-Length: ${text.length}`,
    'Accept-Encoding: gzip',
  ].join('\r\n');
  return new TextEncoder().encode(`${head}\r\n\r\n${text}`);
}

/** A name of 36 characters in clear, then an initial value, ciphertext and a check sum: how Mythic's agents write. */
export function mythicMessage(length: number, seed: number): Uint8Array {
  return new Uint8Array([...new TextEncoder().encode('80844d19-9bfc-47f9-b9af-c6b9144c0fdc'), ...aes(length, seed)]);
}
