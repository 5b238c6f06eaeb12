/**
 * What the legs look at: one outbound session, the process that has it, the processes joined to that one, and
 * what was gathered about each. Built anew for every judgement; legs are pure functions over it.
 *
 * @module
 */

import type { FileKey, ProcessKey } from '../../../event/index.ts';
import type { HostView, Process } from '../../../host/index.ts';
import type { CryptoUse } from '../program/crypto-use.ts';
import type { ImageKnowledge } from '../program/image-table.ts';
import type { Program } from '../program/program.ts';
import type { Cadence } from '../session/cadence-table.ts';
import type { UsualLean } from '../session/lean-table.ts';
import type { Lookup } from '../session/name-lookup.ts';
import type { SessionState } from '../session/session-table.ts';
import type { An0401Settings } from '../settings.ts';
import type { Topology } from '../unit/topology.ts';

/** Why a process belongs to the unit. */
export type Role = 'holder' | 'shell' | 'between' | 'driver' | 'opener' | 'partner';

export interface Member {
  readonly process: Process;
  readonly program: Program;
  readonly crypto: CryptoUse | undefined;
  readonly role: Role;
}

/** What the sensor can observe on this kernel. */
export interface Sight {
  readonly cipherCalls: boolean;
  readonly imageScan: boolean;
}

/** A process of this host that passes on what the holder says to it through a unix socket or over loopback. */
export interface Relay {
  readonly process: Process;
  /** By which it does. */
  readonly session: SessionState;
}

export interface Subject {
  readonly now: number;
  readonly settings: An0401Settings;
  readonly host: HostView;
  readonly session: SessionState;
  /** Through which the session goes on; the session's far end is the relay's. */
  readonly relay: Relay | undefined;
  /** The holder first. */
  readonly members: readonly [Member, ...Member[]];
  readonly topology: Topology | undefined;
  /** Of the holder, as what is usual is remembered of it; undefined where it is not known what runs. */
  readonly identity: string | undefined;
  readonly sight: Sight;
  readonly images: (file: FileKey) => ImageKnowledge;
  /** Asked only where there is a TLS hello to weigh it with. */
  readonly lookup: Lookup;
  /** The name that the far end's address had been the answer to, lately and to this program; undefined where that was not seen. */
  readonly lookedUp: () => string | undefined;
  readonly serves: (process: ProcessKey) => boolean;
  /** It accepts sessions by ssh. */
  readonly logsIn: (process: ProcessKey) => boolean;
  /** False while the joined shell may have been started and fed by the session's holder alone. */
  readonly fromAfar: boolean;
  /** Callbacks of this program to this place so far. */
  readonly cadence: Cadence;
  /** Which way the holder's traffic usually leans, next to this session. */
  readonly usualLean: () => UsualLean;
  /** Programs that the holder or its partner started with captured output on account of what came in on the session. */
  readonly captured: number;
  readonly destination: {
    /** First session of this image to this address since the stream began. */
    readonly firstSeen: boolean;
    /** How long this host has been watched, ms. */
    readonly watched: number;
  };
}
