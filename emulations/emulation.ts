/**
 * What an emulation is: an attack by its shape, on ground that was made for it, which tells what it did and when.
 * Tests, `validate` and the bench run the same ones.
 */
import type { Ground } from './ground.ts';

export interface Need {
  /** Or the absolute path of a file, for what is no program. */
  readonly command: string;
  /** The Debian package that it comes in. */
  readonly package: string;
}

export interface Channel {
  /** `sealed`: encrypted from the first byte by a cipher of its own, as it is or in an encoding; the others by a protocol that everybody uses. */
  readonly wire: 'sealed' | 'tls' | 'ssh';
  readonly talk: 'shell' | 'commands' | 'beacons' | 'polls' | 'upload';
}

export interface Emulation {
  /** The analytic's folder and a name, kebab-case: `an0603/io-mmap`. Unique. */
  readonly id: string;
  readonly analytic: 'AN0401' | 'AN0603';
  /** The row of what must be caught that it stands for; several share one. */
  readonly row: string;
  /** What it does, in one line. */
  readonly about: string;
  /** Programs beyond the shell's, each by the package that holds it. */
  readonly needs: readonly Need[];
  /** Belongs to the short form, which the tests run. */
  readonly short: boolean;
  /** AN0401: what its session is by its bytes, and who talks. */
  readonly channel?: Channel;
  /** How long it takes when nothing ends it, ms, where that is minutes: several are run at the same time then. */
  readonly lasts?: number;
  /** Whether it obeys `Ground.rate`. */
  readonly paced: boolean;
  /** Runs to its end or until `ground.signal` is aborted. It never leaves a process behind. */
  readonly run: (ground: Ground) => Promise<Effects>;
}

/** An original whose content is gone, told by the program that destroyed it. */
export interface Damage {
  /** ms since the epoch, with a fraction; not before the damage was complete. */
  readonly time: number;
  readonly path: string;
}

/** What it did, told by itself and checked: not what was found. */
export interface Effects {
  /** The outermost process of the attack. */
  readonly pid: number;
  /** ms since the epoch: its first hostile operation, and its end. */
  readonly begun: number;
  readonly ended: number;
  /** AN0603: in order of time. */
  readonly damage: readonly Damage[];
  /** AN0401: when each message with a payload was sent by the implant, ms since the epoch. */
  readonly payloads: readonly number[];
  /** AN0401: where the peer listened, `address:port`, v6 in brackets. */
  readonly peer?: string;
  /** What was meant to happen and did not. An emulation with failures proves nothing. */
  readonly failures: readonly string[];
}
