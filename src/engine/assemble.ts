/** Puts an engine together: the host state, the analytics, the book of findings. */
import { Host, type OwnershipProvider, type UserNames } from '../host/index.ts';
import { FindingBook } from '../incident/index.ts';
import { AnalyticSet, type JudgingSettings } from './analytic-set.ts';
import { Engine, type FaultListener, type Observer, type Outlet } from './engine.ts';

export interface Assembly {
  /** What it judges by; a set is kept by who wants to adjust it later. */
  readonly settings: JudgingSettings | AnalyticSet;
  /** Answers what events do not tell: who owns an image, what users are called. */
  readonly ownership: OwnershipProvider;
  readonly users: UserNames;
  readonly outlets: readonly Outlet[];
  readonly observers?: readonly Observer[];
  readonly onFault?: FaultListener;
}

export function assemble({ settings, ownership, users, ...rest }: Assembly): Engine {
  const { all } = settings instanceof AnalyticSet ? settings : new AnalyticSet(settings);
  const book = new FindingBook({ analytics: all.map(({ meta }) => meta) });
  return new Engine({ host: new Host({ ownership, users }), analytics: all, book, ...rest });
}
