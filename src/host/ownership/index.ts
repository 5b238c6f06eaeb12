/** Which package an image belongs to: the port, this host's databases, and the journal for replays. */
export { type HostOwnershipOptions, hostOwnership } from './host-ownership.ts';
export { journaledOwnership, type OwnershipEntry, recordedOwnership } from './journal.ts';
export { type ImageQuestion, noOwnership, type OwnershipProvider } from './provider.ts';
