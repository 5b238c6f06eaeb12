/** Coverage in brief: the totals, and the files that are tested least. */
import { relative } from 'node:path';

interface Covered {
  readonly coveredLinePercent: number;
  readonly coveredBranchPercent: number;
  readonly coveredFunctionPercent: number;
}

export interface CoverageSummary {
  readonly totals: Covered;
  readonly files: readonly (Covered & { readonly path: string })[];
  readonly workingDirectory: string;
}

/** Files named as tested least. */
const NAMED = 8;
/** Files covered better than this (percent of lines) are not named. */
const GOOD_ENOUGH = 80;

export function coverageLines(summary: CoverageSummary): readonly string[] {
  const {
    coveredLinePercent: lines,
    coveredBranchPercent: branches,
    coveredFunctionPercent: functions,
  } = summary.totals;
  const least = summary.files
    .filter((file) => file.coveredLinePercent < GOOD_ENOUGH)
    .toSorted((a, b) => a.coveredLinePercent - b.coveredLinePercent)
    .slice(0, NAMED);
  return [
    `coverage: ${lines.toFixed(1)} % of lines, ${branches.toFixed(1)} % of branches, ${functions.toFixed(1)} % of functions`,
    ...least.map(
      (file) => `  ${file.coveredLinePercent.toFixed(0)} %  ${relative(summary.workingDirectory, file.path)}`,
    ),
  ];
}
