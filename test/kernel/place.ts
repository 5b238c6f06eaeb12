/** The identities that events carry, as a test finds them out by itself. */
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { fileKey, placeKey } from '../../src/event/index.ts';

/** From the device number that stat(2) gives to the kernel's own, major << 20 | minor. */
export function kernelDevice(dev: bigint): number {
  const major = Number((dev >> 8n) & 0xfffn) | Number((dev >> 32n) & 0xfffff000n);
  const minor = Number(dev & 0xffn) | Number((dev >> 12n) & 0xffffff00n);
  return ((major << 20) | minor) >>> 0;
}

function mountOf(path: string): number {
  const fd = openSync(path, 'r');
  try {
    const [, id] = /^mnt_id:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
    if (id === undefined) throw new Error(`no mnt_id for ${path}`);
    return Number(id);
  } finally {
    closeSync(fd);
  }
}

export function fileKeyOf(path: string): string {
  const { dev, ino } = statSync(path, { bigint: true });
  return fileKey(kernelDevice(dev), Number(ino));
}

export function placeKeyOf(directory: string): string {
  const { dev, ino } = statSync(directory, { bigint: true });
  return placeKey(kernelDevice(dev), Number(ino), mountOf(directory));
}

/** Bytes as the engine shows them: invalid UTF-8 becomes U+FFFD. */
export function shown(hex: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(hex, 'hex'));
}
