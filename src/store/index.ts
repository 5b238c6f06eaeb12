/** The embedded store of one host: findings, what they rest on, runs and faults. */
export {
  openStore,
  openStoreForReading,
  type StoreOptions,
  type StoreReader,
} from './open-store.ts';
export type { RetentionLimits } from './retention.ts';
export type { Store, StoreFaults } from './store.ts';
export { StoreError, type StoreErrorCode } from './store-error.ts';
export type {
  FaultRecord,
  FindingQuery,
  FindingRow,
  RunEnd,
  RunProgress,
  RunStart,
  StoredEvidence,
  StoredFinding,
  StoredRun,
} from './stored.ts';
