/** Who is behind a process: from the audit identity, the terminal, and the remote login that it descends from. */
import type { UserNames } from '../users.ts';
import type { Login } from '../view.ts';
import type { Endpoint, ProcessNode } from './node.ts';
import type { ProcessTable } from './table.ts';

/** Ancestors that are looked at. */
const DEPTH = 64;

/**
 * A fork inherits the remote end, but the server's own session may be told only after the shell was started; so
 * ancestors are asked again.
 */
function remoteOf(node: ProcessNode, table: ProcessTable): Endpoint | undefined {
  let next: ProcessNode | undefined = node;
  for (let depth = 0; next !== undefined && depth < DEPTH; depth += 1) {
    if (next.remote !== undefined) return next.remote;
    next = table.parentOf(next);
  }
  return undefined;
}

export function nameUser(uid: number, users: UserNames): string {
  return users.nameOf(uid) ?? `${uid}`;
}

export function loginOf(node: ProcessNode, table: ProcessTable, users: UserNames): Login {
  const { auid, session, tty, uid } = node.process;
  return {
    auid,
    session,
    user: nameUser(uid, users),
    loginUser: auid === undefined ? undefined : nameUser(auid, users),
    tty,
    remote: remoteOf(node, table),
    interactive: tty !== undefined,
  };
}

/** For a process that is not known. */
export const NO_LOGIN: Login = {
  auid: undefined,
  session: undefined,
  user: 'unknown',
  loginUser: undefined,
  tty: undefined,
  remote: undefined,
  interactive: false,
};
