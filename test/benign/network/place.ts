/** Where the servers of network workloads listen, and the certificate that they show: on loopback, made for one room. */
import { createHash } from 'node:crypto';
import type { Room } from '../room.ts';

/** Below the ports that Linux hands out (ip_local_port_range begins at 32768). */
const PORTS = { from: 12_000, count: 20_000 };

/** A port that is this room's own. @param which where a room has several servers */
export function portOf(room: Room, which = 0): number {
  const hash = createHash('sha256').update(`${room.directory} ${which}`).digest();
  return PORTS.from + (hash.readUInt32BE() % PORTS.count);
}

/** `ca.pem`, and `server.pem` with `server.key` for localhost and 127.0.0.1, signed by it. */
export async function makeCertificate(room: Room): Promise<void> {
  const ec = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';
  room.write({
    'san.cnf':
      'basicConstraints=CA:FALSE\nsubjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n',
  });
  await room.aside(`
    openssl req -x509 ${ec} -days 2 -subj '/CN=made for a test' -keyout ca.key -out ca.pem 2> /dev/null
    openssl req ${ec} -subj /CN=localhost -keyout server.key -out server.csr 2> /dev/null
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san.cnf -out server.pem 2> /dev/null
    chmod 644 server.key`);
}
