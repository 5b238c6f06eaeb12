/** Puts an engine together from settings: the host state, both analytics, the book of findings. */
import { type An0401Settings, createAn0401 } from '../analytics/an0401/index.ts';
import { type An0603Settings, createAn0603, defaultAn0603Settings } from '../analytics/an0603/index.ts';
import type { Analytic } from '../analytics/index.ts';
import { Host, type OwnershipProvider, type UserNames } from '../host/index.ts';
import { FindingBook } from '../incident/index.ts';
import { Engine, type FaultListener, type Observer, type Outlet } from './engine.ts';

/** The settings that decide what is found. */
export interface JudgingSettings {
  readonly an0401: An0401Settings;
  /** What is left out takes the analytic's own default. */
  readonly an0603: Partial<An0603Settings>;
}

export interface Assembly {
  readonly settings: JudgingSettings;
  /** Answers what events do not tell: who owns an image, what users are called. */
  readonly ownership: OwnershipProvider;
  readonly users: UserNames;
  readonly outlets: readonly Outlet[];
  readonly observers?: readonly Observer[];
  readonly onFault?: FaultListener;
}

/** Both analytics, fresh. */
export function makeAnalytics(settings: JudgingSettings): readonly Analytic[] {
  return [createAn0401(settings.an0401), createAn0603({ ...defaultAn0603Settings, ...settings.an0603 })];
}

export function assemble({ settings, ownership, users, ...rest }: Assembly): Engine {
  const analytics = makeAnalytics(settings);
  const book = new FindingBook({ analytics: analytics.map(({ meta }) => meta) });
  return new Engine({ host: new Host({ ownership, users }), analytics, book, ...rest });
}
