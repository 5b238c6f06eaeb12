/**
 * A name is looked up, as happens on any host within minutes. Whether lookups can be seen here at all is learned from that, and a
 * program that was just started has not seen one.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** ms; it reads a file or two. */
const LIMIT = 2000;

/** Never fails: without it less is known, as on a host that keeps its lookups out of sight. */
export async function lookUpAName(): Promise<void> {
  await promisify(execFile)('getent', ['ahosts', 'localhost'], { timeout: LIMIT }).catch(() => undefined);
}
