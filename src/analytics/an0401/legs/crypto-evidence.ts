/**
 * Does the unit use cryptography? From ciphers that its processes were seen to use or have built in, from libraries
 * mapped into them, and from what is on the wire, which is evidence by itself where the cipher is the program's own.
 *
 * @module
 */

import { inPackagedPlace } from '../../../host/index.ts';
import { mayBeRandomGenerator } from '../../random-generator.ts';
import type { Leg, LegJudgement } from '../../score.ts';
import type { Member, Subject } from '../case/subject.ts';
import { CONTAINERS, ciphertextBodies, ENCRYPTED_PROTOCOLS, isRandom, payloadEvidence } from '../payload/evidence.ts';
import { builtInCiphers, usedCiphers } from '../program/cipher-evidence.ts';
import type { MappedLibrary } from '../program/crypto-use.ts';
import type { SessionState } from '../session/session-table.ts';

interface Found {
  readonly weight: number;
  readonly reason: string;
}

export const cryptoEvidence: Leg<Subject> = {
  meta: {
    id: 'crypto-evidence',
    title: 'Cryptography in use',
    cap: { min: 0, max: 4 },
    needs: ['library_map', 'crypto_use', 'image_scan', 'net_session'],
  },
  judge(subject): LegJudgement {
    const mapped = subject.members.flatMap((member) =>
      (member.crypto?.libraries ?? []).map((library) => ofLibrary(library, member, subject)),
    );
    const wire = onWire(subject);
    const used = subject.members.flatMap((member) => usedCiphers(member, subject).slice(0, 3));
    const builtIn = subject.members.flatMap((member) => builtInCiphers(member, subject) ?? []);
    const strongest = [...used, ...builtIn, ...mapped].sort((a, b) => b.weight - a.weight);
    const best = strongest[0];
    const reasons = [
      ...(wire === undefined ? [] : [wire.reason]),
      ...strongest.slice(0, 5).map((found) => found.reason),
    ];
    if (best === undefined && wire === undefined) return nothing(subject);
    const both = best !== undefined && wire !== undefined ? 0.3 : 0;
    const joined = joinedTool(subject);
    if (joined !== undefined) reasons.unshift(joined.reason);
    const weight = Math.max(best?.weight ?? 0, wire?.weight ?? 0) + both + (joined?.weight ?? 0);
    return { state: 'seen', weight, reasons };
  },
};

function ofLibrary(library: MappedLibrary, { process }: Member, { settings, session }: Subject): Found {
  const where = `${process.image.path} (pid ${process.pid})`;
  const trusted = settings.TrustedCryptoLibs.some((entry) => entry === library.path || entry === library.name);
  if (trusted)
    return { weight: 0.3, reason: `${where} mapped ${library.name} (${library.crypto}, in TrustedCryptoLibs)` };
  const near = Math.abs(session.event.startedAt - library.time) <= settings.TimeWindow;
  const notes: string[] = [];
  let weight = 0.5;
  if (library.late === true && near) {
    weight = 1.2;
    notes.push(`at run time, ${Math.round(library.after)} ms after it started`);
  }
  if (library.memfd || library.deleted) {
    weight += 1.5;
    notes.push(library.memfd ? 'from memory alone (memfd)' : 'from a deleted file');
  } else if (!library.extension && library.path !== undefined && !inPackagedPlace(library.path, '/')) {
    weight += 0.5;
    notes.push(`from ${library.path}`);
  }
  return {
    weight,
    reason: `${where} mapped ${library.name} (${library.crypto})${notes.map((note) => `, ${note}`).join('')}`,
  };
}

/** On the wire of the session, or of the relay that encrypts what a shell tells it. */
function onWire({ session, relay, topology }: Subject): Found | undefined {
  const own = inSession(session);
  if (own !== undefined || relay === undefined || topology === undefined) return own;
  const far = inSession(relay.session);
  return far && { weight: far.weight, reason: `${relay.process.image.path} encrypts it: ${far.reason}` };
}

function inSession(session: SessionState): Found | undefined {
  const { name } = session.application;
  if (CONTAINERS.has(name)) return { weight: 2, reason: `ciphertext on the wire (${name})` };
  if (name === 'tls') return { weight: 0.8, reason: 'it speaks TLS' };
  if (ENCRYPTED_PROTOCOLS.has(name)) return { weight: 0.5, reason: `it speaks ${name}` };
  const [body] = name === 'http' ? ciphertextBodies(session) : [];
  if (body !== undefined)
    return {
      weight: body.direction === 'sent' ? 2 : 1,
      reason: `the body ${body.direction} over http is ciphertext by its statistics${body.encoding === undefined ? '' : `, in ${body.encoding}`}`,
    };
  if (name !== 'unknown') return undefined;
  const random = payloadEvidence(session).find(isRandom);
  if (random === undefined) return undefined;
  const hidden = random.encoding === undefined ? '' : `, in ${random.encoding}`;
  return {
    weight: 2,
    reason: `the first ${random.bytes} bytes ${random.direction} are ciphertext by their statistics${hidden}`,
  };
}

/** The cryptography is in another program than the one that takes the commands. */
function joinedTool({ members, topology, fromAfar }: Subject): Found | undefined {
  if (topology === undefined || !fromAfar) return undefined;
  const tool = members.find((member) => member.role !== 'shell' && usesCryptography(member));
  if (tool === undefined) return undefined;
  return {
    weight: 1,
    reason: `${tool.process.image.path} has the cryptography and is joined to ${topology.shell.image.path}`,
  };
}

function usesCryptography({ crypto }: Member): boolean {
  if (crypto === undefined) return false;
  return crypto.libraries.length > 0 || crypto.ciphers.some((cipher) => !mayBeRandomGenerator(cipher));
}

function nothing({ members, session, images, sight }: Subject): LegJudgement {
  if (session.event.spliced && session.event.tx.counted === 0) {
    return {
      state: 'unobservable',
      weight: 0,
      reasons: ['no library was mapped, and payload moved by splice could not be sampled'],
    };
  }
  if (members[0].process.fromSnapshot) {
    return {
      state: 'unobservable',
      weight: 0,
      reasons: ['the process started before the sensor, so what it mapped was not seen'],
    };
  }
  const { constants } = images(members[0].process.image.file);
  const looked = [
    ...(sight.cipherCalls ? ['no cipher function was called'] : []),
    ...(constants === undefined ? [] : ['the program holds no cipher constants']),
  ];
  const reasons = [['no crypto library was mapped', ...looked, 'the bytes are not ciphertext'].join(', ')];
  return { state: 'absent', weight: 0, reasons };
}
