/** What a test run came to: counts, and each skipped test with its reason. */

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Skipped {
  readonly file: string;
  readonly name: string;
  readonly reason: string;
}

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

/** Sums, field by field. */
export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The last line of a run: `N passed, N failed`, and `, N skipped` when any was. */
export function countsLine(counts: Counts): string {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`;
}

/** A run is good when nothing failed and something was tested. */
export function isGood(counts: Counts): boolean {
  return counts.failed === 0 && counts.passed > 0;
}
