/**
 * A TLS ClientHello that names no server or no protocol, next to what would be usual for the port, the library
 * and the names looked up.
 *
 * @module
 */
import { type ClientHello, ja4, type Presence } from '../../../stats/index.ts';
import type { LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';

/** Services that speak TLS from the first byte and whose clients rarely negotiate a protocol (IANA service names). */
const WITHOUT_ALPN: ReadonlySet<number> = new Set([
  465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 2376, 3269, 5061, 5223, 5671, 5684, 6380, 6443, 6514, 6697, 8883,
  9093, 27017,
]);

/**
 * For a name that nobody looked up, where lookups are visible: three implants in ten connect to an address that they
 * carry and name a server in front of it; of ordinary programs perhaps three in a hundred (their own resolver, a cache
 * from before this program started). Judgement, not yet fitted.
 */
const UNASKED = 2.3;
/** For an answer that follows from no such hello: no server of TLS gives one. */
const IMITATED = 2.2;
/**
 * Client libraries of Ruby, Lua and Tcl, PHP's ftp, pyOpenSSL and Node's tls.connect send neither name nor protocol of their own
 * accord: where the program looked the server up, the lack of them says that much less. Judgement, not yet fitted.
 */
const NAME_LOOKED_UP = 1 / 3;
const ALPN_LOOKED_UP = 1 / 2;
/** Who asks for names over TLS was given its server's address and name together (RFC 8310 §7). */
const NAME_SERVICE = 853;

/** Weighs the hello; named servers with a negotiated protocol speak against. */
export function judgeTls(subject: Subject): LegJudgement {
  const { hello } = subject.session.application;
  if (hello === undefined)
    return { state: 'unobservable', weight: 0, reasons: ['TLS, but the ClientHello was not seen'] };
  const named = namedBy(hello);
  const reasons = [`TLS ClientHello ${described(hello)}`];
  const imitated = subject.session.application.answered === false;
  const lookedUp = named === 'yes' || imitated ? undefined : subject.lookedUp();
  if (lookedUp !== undefined) reasons.push(`its address was looked up as ${lookedUp.slice(0, 80)}`);
  const name = weighName(named) * (lookedUp === undefined ? 1 : NAME_LOOKED_UP);
  const protocol = weighProtocol(hello.hasAlpn, subject) * (lookedUp === undefined ? 1 : ALPN_LOOKED_UP);
  let weight = name + protocol;
  const lookup = weighLookup(hello, subject);
  if (named === 'yes' && hello.hasAlpn === 'yes') weight = lookup.weight >= UNASKED ? 0 : -1.5;
  else if (named === 'yes') weight = protocol / 2;
  else if (hello.hasAlpn === 'yes') weight = Math.min(weight, 1);
  if (hello.malformed) {
    weight = Math.max(weight, 0) + 1.5;
    reasons.push('its lengths contradict each other');
  }
  if (imitated) {
    weight = Math.max(weight, 0) + IMITATED;
    reasons.push('what came back answers no such hello');
  }
  weight += lookup.weight;
  if (lookup.reason !== undefined) reasons.push(lookup.reason);
  return { state: weight >= 0.3 ? 'seen' : 'absent', weight, reasons };
}

const SHARE: Readonly<Record<Presence, number>> = { yes: 0, unknown: 0.4, no: 1 };

function weighName(presence: Presence): number {
  return 1.5 * SHARE[presence];
}

function weighProtocol(presence: Presence, { session, members }: Subject): number {
  if (WITHOUT_ALPN.has(session.event.remote.port)) return 0.4 * SHARE[presence];
  // Node's https sends no ALPN of its own accord, so that its absence says little there.
  return (members[0].program.family === 'node' ? 0.3 : 1.2) * SHARE[presence];
}

/** A name that was not needed to get there says nothing of the server, and that it is sent nevertheless is odd. */
function weighLookup(hello: ClientHello, { lookup, session }: Subject): { weight: number; reason?: string } {
  // a proxy looks names up for its clients
  const { behind } = session.application;
  if (lookup !== 'none' || behind !== undefined || session.event.remote.port === NAME_SERVICE) return { weight: 0 };
  if (hello.serverName === undefined || needsNoLookup(hello.serverName, session.event.remote.address))
    return { weight: 0.3, reason: 'its process looked no name up' };
  return { weight: UNASKED, reason: `nobody was seen looking up ${hello.serverName}` };
}

/** An address, sent as a name; or what every program may take for this host (RFC 6761 §6.3). */
function needsNoLookup(name: string, address: string): boolean {
  return ADDRESS.test(name) || (/^(?:127\.|::1$)/.test(address) && /^(?:.*\.)?localhost$/i.test(name));
}

/** Does the hello name a server, and not one that nobody looked up, as far as could be seen? */
export function namesServer(subject: Subject): boolean {
  const { hello, answered } = subject.session.application;
  if (hello === undefined || namedBy(hello) !== 'yes' || answered === false) return false;
  return weighLookup(hello, subject).weight < UNASKED;
}

/** A colon, or a last label of digits alone: nothing that is a name has either (RFC 3696 §2). */
const ADDRESS = /:|(?:^|\.)\d+$/;

/** An address is no name (RFC 6066 §3), though PHP's streams send it as one. */
function namedBy({ hasServerName, serverName }: ClientHello): Presence {
  return serverName !== undefined && ADDRESS.test(serverName) ? 'no' : hasServerName;
}

function described(hello: ClientHello): string {
  const words: Readonly<Record<Presence, string>> = { yes: 'with', no: 'without', unknown: 'cut before any' };
  const name = hello.serverName === undefined ? '' : ` (${hello.serverName.slice(0, 80)})`;
  const alpn = hello.alpn.length === 0 ? '' : ` (${hello.alpn.slice(0, 4).join(', ').slice(0, 60)})`;
  const print = ja4(hello);
  return `${words[hello.hasServerName]} server name${name}, ${words[hello.hasAlpn]} ALPN${alpn}${print === undefined ? '' : `; JA4 ${print}`}`;
}
