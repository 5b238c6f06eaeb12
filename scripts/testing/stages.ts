/** Which tests are run together, and how. */
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';

export interface Stage {
  readonly name: string;
  readonly files: readonly string[];
  /** Files that run at once. */
  readonly concurrency: number;
  readonly coverage: boolean;
}

/**
 * Unit tests run side by side and are measured for coverage. Those under test/ share one kernel, whose events and
 * timing they measure, so they run one by one and uninstrumented.
 */
export function stages(chosen: readonly string[]): readonly Stage[] {
  const files = (patterns: readonly string[]): string[] => globSync(patterns).sort();
  const all =
    chosen.length > 0
      ? files(chosen)
      : files(['src/**/*.test.ts', 'scripts/**/*.test.ts', 'emulations/**/*.test.ts', 'test/**/*.test.ts']);
  const shared = (file: string): boolean => file.startsWith('test/');
  return [
    {
      name: 'unit tests',
      files: all.filter((file) => !shared(file)),
      concurrency: availableParallelism(),
      coverage: chosen.length === 0,
    },
    { name: 'tests on the real kernel', files: all.filter(shared), concurrency: 1, coverage: false },
  ].filter((stage) => stage.files.length > 0);
}
