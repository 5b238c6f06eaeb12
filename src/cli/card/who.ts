/** Who is behind a finding, in one line. */
import type { Finding } from '../../incident/index.ts';
import { printable } from '../../sink/index.ts';

export function whoLine({ login, container, actor }: Finding): string {
  const parts = [`${printable(login.user, 64)} (uid ${actor.uid})`];
  if (login.loginUser !== undefined && login.loginUser !== login.user)
    parts.push(`logged in as ${printable(login.loginUser, 64)}`);
  if (login.session !== undefined) parts.push(`session ${login.session}`);
  if (login.tty !== undefined) parts.push(`on ${printable(login.tty, 32)}`);
  if (login.remote !== undefined) parts.push(`from ${printable(login.remote.address)} port ${login.remote.port}`);
  if (login.session === undefined && login.tty === undefined) parts.push('no login session');
  if (container !== undefined) parts.push(`in ${container.runtime} container ${printable(container.id, 12)}`);
  return parts.join(', ');
}
