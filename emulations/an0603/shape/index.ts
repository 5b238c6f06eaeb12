/** Emulations by the encryptor. */
import type { Emulation } from '../../emulation.ts';
import { shapeEmulation } from '../encryptor/emulation.ts';
import { familyRows } from './family.ts';
import { formRows } from './form.ts';
import { ioRows } from './io.ts';
import { kindRows } from './kind.ts';
import { orderRows } from './order.ts';
import { stripeRows } from './stripe.ts';
import { throughRows } from './through.ts';
import { workerRows } from './worker.ts';

export const shapeEmulations: readonly Emulation[] = [
  ...orderRows,
  ...ioRows,
  ...stripeRows,
  ...workerRows,
  ...formRows,
  ...throughRows,
  ...kindRows,
  ...familyRows,
].map(shapeEmulation);
