/**
 * Who is at the other end of a remote login. OpenSSH hands the accepted socket to the process that serves the
 * connection on descriptor 0; servers that do not are known by the sessions of the process they forked for it.
 */
import type { NetSession, ProcessStart } from '../../event/index.ts';
import { baseName, isRemoteLogin } from './image-name.ts';
import type { Endpoint, ProcessNode } from './node.ts';

export function remoteAtExec(event: ProcessStart): Endpoint | undefined {
  if (!isRemoteLogin(event.image.path)) return undefined;
  return event.stdio.find((fd) => fd.type === 'inet' && fd.remote !== undefined)?.remote;
}

/** A listener accepts for everybody: its own sessions say nothing about the login below it. */
function servesOne(node: ProcessNode): boolean {
  const { argv, image } = node.process;
  if (node.known === 'fork' || argv.includes('-R')) return true;
  if (node.known === 'snapshot')
    return argv[0]?.startsWith('sshd: ') === true && !argv.join(' ').includes('[listener]');
  return !['sshd', 'dropbear', 'in.telnetd', 'telnetd'].includes(baseName(image.path));
}

export function remoteOfSession(event: NetSession, node: ProcessNode): Endpoint | undefined {
  if (event.direction === 'out' || event.protocol !== 'tcp') return undefined;
  if (!isRemoteLogin(node.process.image.path) || !servesOne(node)) return undefined;
  return event.remote;
}
