// Why this machine cannot be made ready, and what the operator can do about it.

/** @typedef {'no_root' | 'unwritable' | 'no_apt' | 'apt_broken' | 'apt_failed' | 'npm_failed' | 'no_node' | 'sensor_failed'} SetupCode */

/** Ends the set-up with exit code 3; `remedy` is what to do, in one line. */
export class SetupError extends Error {
  /**
   * @param {SetupCode} code
   * @param {string} message
   * @param {{ remedy?: string, output?: string }} [more] `output`: what the failing tool said; its end is shown
   */
  constructor(code, message, more = {}) {
    super(message);
    this.name = 'SetupError';
    this.code = code;
    this.remedy = more.remedy;
    this.output = more.output;
  }
}

/** Lines of a failing tool's output that are shown; the rest rarely says more. */
const SHOWN_LINES = 20;

/**
 * Tells a person what went wrong, on stderr.
 * @param {SetupError} error
 */
export function explain(error) {
  const tail = (error.output ?? '').trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
  if (tail) process.stderr.write(`${tail}\n`);
  process.stderr.write(`cipherwatch: ${error.message}\n`);
  if (error.remedy) process.stderr.write(`cipherwatch: ${error.remedy}\n`);
}
