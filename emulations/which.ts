/** Where a program is. */
import { accessSync, constants, existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** The usual places first: a version manager's shell scripts are not the program itself. */
const PLACES = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', ...(process.env.PATH ?? '').split(':')];

/** @param command or an absolute path of any file @returns its path; undefined when it is not installed */
export function located(command: string): string | undefined {
  if (isAbsolute(command)) return existsSync(command) ? command : undefined;
  return PLACES.map((place) => join(place, command)).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** @throws Error when it is not installed */
export function which(command: string): string {
  const path = located(command);
  if (path === undefined) throw new Error(`${command} is not installed`);
  return path;
}
