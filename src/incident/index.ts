/** Findings: verdicts told in full, coalesced, with the events behind them. */
export type { EventDigest, EventSummary } from './event-summary.ts';
export type { Finding, FindingProcess } from './finding.ts';
export { FindingBook, type FindingBookOptions, type Told } from './finding-book.ts';
