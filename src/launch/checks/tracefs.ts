/** Where the kernel lists its tracepoints. Nothing that is attached today needs it. */
import { existsSync } from 'node:fs';
import { type Check, ok } from './check.ts';

const PLACES = ['/sys/kernel/tracing/events', '/sys/kernel/debug/tracing/events'];

export const tracefs: Check = {
  id: 'tracefs',
  title: 'tracefs',
  essential: false,
  look: () => ok(PLACES.find((place) => existsSync(place)) ?? 'not mounted, and not needed by what is attached'),
};
