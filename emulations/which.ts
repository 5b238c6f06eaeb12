/** Where a program is. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** The usual places first: a version manager's shell scripts are not the program itself. */
const PLACES = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', ...(process.env.PATH ?? '').split(':')];

/** @returns the path of a command; undefined when it is not installed */
export function located(command: string): string | undefined {
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
