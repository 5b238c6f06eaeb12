/** A directory of the test's own, gone when the test is. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = new Set<string>();
process.once('exit', () => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

/** Removed when the test process ends; tests of one file make one each, so that files never meet. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'cipherwatch-test-'));
  made.add(directory);
  return directory;
}
