/** The repository as the docs checks see it. Paths are relative to its root. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Repository {
  exists(path: string): boolean;
  read(path: string): string;
  /** Sorted; nothing from node_modules or build. */
  find(pattern: string): readonly string[];
}

export function openRepository(root: string): Repository {
  return {
    exists: (path) => existsSync(join(root, path)),
    read: (path) => readFileSync(join(root, path), 'utf8'),
    find: (pattern) =>
      globSync(pattern, { cwd: root, exclude: (name) => name === 'node_modules' || name === 'build' }).sort(),
  };
}

/** Looks at the repository and says what is wrong, one line each; nothing when all is well. */
export type Check = (repository: Repository) => readonly string[];
