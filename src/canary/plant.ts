/** Plants canaries, tells how they are, and takes them away again. Only what is as it was planted is ever removed. */
import {
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BACKUP_TAG, type Decoy, decoysOf, folderOf } from './decoy.ts';
import { CanaryError } from './error.ts';

/** `foreign`: named as a canary by a settings file, not planted by this program. */
export type CanaryState = 'intact' | 'changed' | 'missing' | 'foreign';

export interface Canary {
  readonly path: string;
  readonly state: CanaryState;
}

/**
 * Plants a hidden folder of documents in a directory; what is planted there already stays.
 * @returns the paths of the documents
 * @throws CanaryError `no_directory`, `unwritable`
 */
export function plant(directory: string): readonly string[] {
  const home = resolve(directory);
  const owner = existsSync(home) ? statSync(home) : undefined;
  if (owner?.isDirectory() !== true) throw new CanaryError('no_directory', `${home} is not a directory`);
  const folder = folderOf(home);
  try {
    if (existsSync(folder) && !lstatSync(folder).isDirectory()) throw new Error(`${folder} is in the way`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Whoever can change the other documents here can change these.
    lchownSync(folder, owner.uid, owner.gid);
    for (const { name, content } of [BACKUP_TAG, ...decoysOf(folder)]) {
      const path = join(folder, name);
      if (existsSync(path)) continue;
      writeFileSync(path, content, { mode: 0o600, flag: 'wx' });
      lchownSync(path, owner.uid, owner.gid);
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CanaryError('unwritable', `nothing can be planted in ${home}: ${why}`, cause);
  }
  return decoysOf(folder).map(({ name }) => join(folder, name));
}

/** How a canary is now. */
export function inspect(path: string): Canary {
  const decoy = decoyAt(path);
  if (decoy === undefined) return { path, state: 'foreign' };
  if (!existsSync(path)) return { path, state: 'missing' };
  const found = lstatSync(path);
  const same = found.isFile() && found.size === decoy.content.length && readFileSync(path).equals(decoy.content);
  return { path, state: same ? 'intact' : 'changed' };
}

/**
 * Removes a planted canary, and its folder with the last one.
 * @throws CanaryError `not_planted` for one that was changed (it is evidence), `unwritable`
 */
export function remove(path: string): void {
  const { state } = inspect(path);
  if (state === 'missing') return;
  if (state !== 'intact') throw new CanaryError('not_planted', `${path} is ${state}: it is left where it is`);
  const folder = dirname(path);
  try {
    unlinkSync(path);
    const left = readdirSync(folder);
    if (left.length === 1 && left[0] === BACKUP_TAG.name) {
      unlinkSync(join(folder, BACKUP_TAG.name));
      rmdirSync(folder);
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CanaryError('unwritable', `${path} cannot be removed: ${why}`, cause);
  }
}

/** What this program would have planted under that path. */
function decoyAt(path: string): Decoy | undefined {
  const folder = dirname(path);
  if (folderOf(dirname(folder)) !== folder) return undefined;
  return decoysOf(folder).find(({ name }) => join(folder, name) === path);
}
