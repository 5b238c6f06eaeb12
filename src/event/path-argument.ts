/** A path as a program gave it to the kernel. */
import type { PlaceKey } from './key.ts';
import type { RecordReader } from './record-reader.ts';
import { PATH_MAX } from './wire.ts';

/** A path as the caller gave it, and the directory it starts from (the process's root when absolute). */
export interface PathArgument {
  readonly base: PlaceKey;
  readonly path: string;
}

/** @param base offset of a struct cw_place. @param path offset of CW_PATH_MAX chars. */
export function decodePathArgument(r: RecordReader, base: number, path: number): PathArgument {
  return { base: r.place(base), path: r.text(path, PATH_MAX) };
}
