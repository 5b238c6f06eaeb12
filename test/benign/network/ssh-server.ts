/** An ssh server of a room's own on loopback: keys made for it; its client settings know it as `peer`. */
import { mkdirSync } from 'node:fs';
import type { Room } from '../room.ts';
import { portOf } from './place.ts';

export async function startSshServer(room: Room): Promise<void> {
  const port = portOf(room, 7);
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  await room.aside(`
    mkdir -p keys far
    for key in host client; do ssh-keygen -q -t ed25519 -N '' -C 'made for a test' -f keys/$key; done
    cp keys/client.pub keys/authorized`);
  room.write({
    'sshd.conf': `ListenAddress 127.0.0.1
Port ${port}
HostKey ${room.path('keys/host')}
AuthorizedKeysFile ${room.path('keys/authorized')}
PidFile none
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
Subsystem sftp internal-sftp
`,
    'ssh.conf': `Host peer
  HostName 127.0.0.1
  Port ${port}
  User root
  IdentityFile ${room.path('keys/client')}
  IdentitiesOnly yes
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
  LogLevel ERROR
`,
  });
  await room.serve(`/usr/sbin/sshd -D -e -f ${room.path('sshd.conf')}`, 'ssh -F ssh.conf peer true 2> /dev/null');
}
