/**
 * A case told as a verdict: title, severity, who took part, and what could not be seen.
 *
 * @module
 */
import type { ProcessKey } from '../../../event/index.ts';
import type { Group, LegResult, Verdict } from '../../contract.ts';
import { blindSpots } from '../../score.ts';
import { an0401Meta } from '../meta.ts';
import type { Case } from './case-table.ts';
import { judgedConfidence } from './conjunction.ts';
import type { Subject } from './subject.ts';

/** Whom a case is about; fixed when it is opened, so that its title does not wander, but for a shell found above it. */
export interface Actor {
  readonly process: ProcessKey;
  readonly group: Group;
  readonly image: string;
  readonly holder: string;
  readonly peer: string;
}

/** The shell that takes the commands where there is one, else who speaks through the session's process, else that process. */
export function actorOf({ members, topology, session, relay }: Subject): Actor {
  const [holder] = members;
  const driver = members.find(
    (member) =>
      ['driver', 'opener', 'partner'].includes(member.role) &&
      holder.program.kind === 'other' &&
      holder.process.ownership.state === 'packaged',
  );
  const loop = topology !== undefined && topology.kind === 'loop' ? topology.shell : undefined;
  const process = loop ?? driver?.process ?? holder.process;
  const { remote } = session.event;
  return {
    process: process.key,
    group: { kind: members.length > 1 ? 'joined' : 'process', id: process.key },
    image: process.image.path,
    holder: relay?.process.image.path ?? holder.process.image.path,
    peer:
      remote.port === 0
        ? remote.address
        : remote.address.includes(':')
          ? `[${remote.address}]:${remote.port}`
          : `${remote.address}:${remote.port}`,
  };
}

/** The shell that turns out to stand above the one that a case was opened with; the group, which names the case, stays. */
export function raisedActor(actor: Actor, { topology, host }: Subject): Actor {
  const shell = topology?.kind === 'loop' ? topology.shell : undefined;
  if (shell === undefined || shell.key === actor.process) return actor;
  const above = host.ancestors(actor.process).some(({ key }) => key === shell.key);
  return above ? { ...actor, process: shell.key, image: shell.image.path } : actor;
}

export function buildVerdict(known: Case): Verdict {
  const { actor, legs } = known;
  const confidence = judgedConfidence(legs);
  return {
    analytic: 'AN0401',
    uid: known.uid,
    time: known.time,
    firstSeen: known.firstSeen,
    group: actor.group,
    confidence,
    severity: severityOf(legs, confidence),
    title: titleOf(known),
    legs,
    blind: [...blindSpots(legs, an0401Meta.legs), ...known.unobserved],
    actor: actor.process,
    participants: [actor.process, ...[...known.participants].filter((key) => key !== actor.process)],
    sessions: [...known.sessions.values()],
  };
}

function severityOf(legs: readonly LegResult[], confidence: number): Verdict['severity'] {
  const shell = legs.find((leg) => leg.leg === 'joined-shell');
  if (shell?.state === 'seen' && shell.weight >= 3 && confidence >= 0.9) return 'critical';
  if (confidence >= 0.75) return 'high';
  return 'medium';
}

function titleOf({ actor, legs, sessions }: Case): string {
  const seen = (id: string) => legs.find(({ leg }) => leg === id)?.state === 'seen';
  const applications = new Set([...sessions.values()].map((session) => session.application));
  const named = [...applications].filter((application) => application !== 'unknown' && application !== 'none');
  // what a shell says in clear to a relay is of no known protocol either, and is not what is encrypted
  const nameless = named.length === 0 || (applications.has('unknown') && seen('abnormal-bytes'));
  const spoken = nameless ? 'of no known protocol' : named.join(', ');
  const shell = seen('joined-shell');
  const through = actor.holder === actor.image ? '' : ` through ${actor.holder}`;
  return shell
    ? `${actor.image} is commanded over an encrypted session (${spoken}) to ${actor.peer}${through}`
    : `${actor.image} opened an abnormal encrypted session (${spoken}) to ${actor.peer}${through}`;
}
