/**
 * Identities as strings. They are the same for every record about the same thing, live and replayed,
 * and across restarts of the sensor within one boot.
 */

/** Names one process for good: `pid:start` of the thread-group leader, start in ns of CLOCK_BOOTTIME, pid in the initial pid namespace. */
export type ProcessKey = string & { readonly brand?: 'process' };

/** Names one file for good (until its inode is reused): `dev:ino`; dev is the kernel's number (major << 20 | minor) in hex, ino exact in decimal. */
export type FileKey = string & { readonly brand?: 'file' };

/** Names one directory as seen through one mount: `dev:ino:mount`. */
export type PlaceKey = string & { readonly brand?: 'place' };

/** @param startNs CLOCK_BOOTTIME in ns; a bigint where it exceeds 2^53 (104 days of uptime). */
export function processKey(pid: number, startNs: number | bigint): ProcessKey {
  return `${pid}:${decimal(startNs)}`;
}

/** @param dev kernel encoding, major << 20 | minor. @param ino a bigint where it exceeds 2^53. */
export function fileKey(dev: number, ino: number | bigint): FileKey {
  return `${dev.toString(16)}:${decimal(ino)}`;
}

/** @param dev kernel encoding. @param ino of the directory. @param mount the mount's id. */
export function placeKey(dev: number, ino: number | bigint, mount: number): PlaceKey {
  return `${dev.toString(16)}:${decimal(ino)}:${mount}`;
}

const BILLION = 1_000_000_000;

/** As `String`, in halves that fit a small integer: V8 formats those several times faster. */
function decimal(value: number | bigint): string {
  if (typeof value === 'bigint' || value <= BILLION || !Number.isSafeInteger(value)) return String(value);
  const high = Math.floor(value / BILLION);
  return String(high) + String(value - high * BILLION + BILLION).slice(1);
}
