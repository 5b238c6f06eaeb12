/** Whether a user could open a directory by its path. Asked of the kernel, by being that user for a moment. */
import { opendirSync } from 'node:fs';
import type { Identity } from './privilege.ts';

/** Only root can ask; for others it says yes, and opening will tell. */
export function reachable(directory: string, { uid, gid }: Identity): boolean {
  if (process.geteuid?.() !== 0 || uid === 0) return true;
  const groups = process.getgroups?.() ?? [];
  try {
    process.setgroups?.([gid]);
    process.setegid?.(gid);
    process.seteuid?.(uid);
    opendirSync(directory).closeSync();
    return true;
  } catch {
    return false;
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
    process.setgroups?.(groups);
  }
}
