/** Both analytics, with the settings that they judge by. */
import { type An0401Settings, createAn0401 } from '../analytics/an0401/index.ts';
import { type An0603Settings, createAn0603, defaultAn0603Settings } from '../analytics/an0603/index.ts';
import type { Analytic } from '../analytics/index.ts';

/** The settings that decide what is found. */
export interface JudgingSettings {
  readonly an0401: An0401Settings;
  /** What is left out takes the analytic's own default. */
  readonly an0603: Partial<An0603Settings>;
}

export class AnalyticSet {
  readonly all: readonly Analytic[];
  /** From the next event on other settings judge; the evidence gathered so far stays. */
  readonly adjust: (settings: JudgingSettings) => void;

  constructor(settings: JudgingSettings) {
    const an0401 = createAn0401(settings.an0401);
    const an0603 = createAn0603(whole(settings.an0603));
    this.all = [an0401, an0603];
    this.adjust = (next) => {
      an0401.adjust(next.an0401);
      an0603.adjust(whole(next.an0603));
    };
  }
}

const whole = (given: Partial<An0603Settings>): An0603Settings => ({ ...defaultAn0603Settings, ...given });
