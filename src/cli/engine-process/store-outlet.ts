/** The store as an outlet of the engine. placeholder until the store arrives */
import type { Outlet } from '../../engine/index.ts';
import type { Settings } from '../../settings/index.ts';
export interface StoreOutlet extends Outlet {
  close(): void;
  faults(): number;
}
export function openStoreOutlet(_d: string, _s: Settings, _n: (line: string) => void): StoreOutlet | undefined {
  return undefined;
}
