/**
 * Paths as text. Lexical only: `.`, `..` and repeated slashes go; symbolic links are not known here, so `..`
 * behind one may name another directory than the kernel would. Path text may contain anything but NUL.
 */

/** Components without empty ones and `.`; `..` stays. */
export function components(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

/**
 * @param base absolute path of the directory that `path` starts from: the working directory or a dirfd's, or the
 * process's root when `path` is absolute, which `..` cannot leave then.
 */
export function resolvePath(base: string, path: string): string {
  const floor = path.startsWith('/') ? components(base).length : 0;
  const names = components(base);
  for (const name of components(path)) {
    if (name !== '..') names.push(name);
    else if (names.length > floor) names.pop();
  }
  const prefix = base.startsWith('/') ? '/' : '';
  return prefix + names.join('/');
}

/** What a process in `cwd` means by a path, where its root is the host's; not absolute when `cwd` is not known. */
export function pathFrom(cwd: string, path: string): string {
  return resolvePath(path.startsWith('/') ? '/' : cwd, path);
}
