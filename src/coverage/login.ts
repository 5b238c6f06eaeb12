/**
 * Leaves the login that this process belongs to. A login is one unit of judgement, and what a job made itself is no
 * victim of it: an attack that is emulated in the login in which its victims are made would rightly weigh less.
 */
import { readFileSync, writeFileSync } from 'node:fs';

/** The kernel's words for "no login". */
const NONE = '4294967295';

/** Whether this process, and what it starts from now on, belongs to no login. */
export function leaveLogin(): boolean {
  try {
    if (readFileSync('/proc/self/sessionid', 'utf8') === NONE) return true;
    writeFileSync('/proc/self/loginuid', NONE);
    return readFileSync('/proc/self/sessionid', 'utf8') === NONE;
  } catch {
    return false;
  }
}
