/**
 * SHA-256 of an image, on demand: for people and the incident room, never on the path of an event.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { ClockMap } from './clock-map.ts';

export type ImageHash =
  | { readonly state: 'hashed'; readonly sha256: string; readonly size: number }
  | { readonly state: 'unknown'; readonly why: string };

export interface ImageHashOptions {
  /** Bytes; a larger image is not read. Default 256 MiB, about a second of hashing. */
  readonly limit?: number;
}

const LIMIT = 256 * 1024 * 1024;

/** Hashes remembered, by device, inode, time of change and size. */
const CAP = 1_024;

async function digest(file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  const stream = file.createReadStream({ autoClose: false, start: 0, highWaterMark: 256 * 1024 });
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/**
 * Makes a hasher with its own cache. Give `/proc/PID/exe` for an image that was deleted, replaced or is a memfd
 * and still runs (needs ptrace rights over the process), else its path.
 */
export function imageHasher(options: ImageHashOptions = {}): (path: string) => Promise<ImageHash> {
  const limit = options.limit ?? LIMIT;
  const cache = new ClockMap<string, { touched: boolean; readonly sha256: string }>(CAP);
  return async (path) => {
    let file: FileHandle | undefined;
    try {
      file = await open(path, 'r');
      const found = await file.stat({ bigint: true });
      const size = Number(found.size);
      if (!found.isFile()) return { state: 'unknown', why: `${path} is not a regular file` };
      if (size > limit) return { state: 'unknown', why: `${path} has ${size} bytes, more than ${limit}` };
      const key = `${found.dev}:${found.ino}:${found.mtimeNs}:${found.ctimeNs}:${size}`;
      const sha256 = cache.get(key)?.sha256 ?? (await digest(file));
      cache.set(key, { touched: true, sha256 });
      return { state: 'hashed', sha256, size };
    } catch (error) {
      return { state: 'unknown', why: `${path} could not be read: ${(error as Error).message}` };
    } finally {
      await file?.close();
    }
  };
}
