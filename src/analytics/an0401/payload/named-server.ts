/**
 * Is the server of a session known by name? Heartbeats and uploads to such a server weigh less.
 *
 * @module
 */
import type { Subject } from '../case/subject.ts';
import type { SessionState } from '../session/session-table.ts';
import { carriesCiphertext } from './evidence.ts';
import { namesServer } from './tls-hello.ts';

/** The hello names it, or the program had looked it up: SSH names no server, nor does what wraps its TLS into a protocol of its own. */
export function isNamed(subject: Subject): boolean {
  return namesServer(subject) || (speaksKnownProtocol(subject.session) && subject.lookedUp() !== undefined);
}

/** Ciphertext that a program makes itself is no service that somebody offers, whoever looked up where it goes. */
function speaksKnownProtocol(session: SessionState): boolean {
  const { name, answered } = session.application;
  if (name === 'none' || name === 'unknown') return false;
  return name === 'tls' ? answered !== false : !carriesCiphertext(session);
}
