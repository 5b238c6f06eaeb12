/** A package database of this host that can say whose a path is. */
import type { Ownership } from '../view.ts';

export interface PackageDatabase {
  readonly manager: 'dpkg' | 'apk' | 'rpm';
  /** `PENDING` while it is being found out; ask again then. Never throws. */
  ownerOf(path: string): Ownership;
}
