/** Fresh state directories, gone when the test file ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

export function stateDirectories(): () => string {
  const root = mkdtempSync(join(tmpdir(), 'cipherwatch-store-'));
  let count = 0;
  after(() => rmSync(root, { recursive: true }));
  return () => join(root, String(count++));
}
