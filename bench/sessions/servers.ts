/** The servers that clients talk to: real ones of Debian, each with settings and keys made for this run. */

import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Room } from '../../test/benign/room.ts';
import { NEAR, type Network, PLACES, RESOLVER } from './network.ts';

const postgres = () => globSync('/usr/lib/postgresql/*/bin/postgres').map(dirname)[0];

/** Where the near end's own services listen, on its loopback. */
export const PROXY_PORT = 8080;
export const DATABASE = 'wiki.example.org';

/** Certificate authority, certificate of the servers, resolver, hosts file: what has to be there before the namespaces. */
export async function writeIdentity(room: Room): Promise<void> {
  const names = [
    'DNS:*.example.org',
    ...['127.0.0.1', NEAR, RESOLVER, ...PLACES.map(({ address }) => address)].map((a) => `IP:${a}`),
  ];
  room.write({
    'san.cnf': `basicConstraints=CA:FALSE\nsubjectAltName=${names.join(',')}\nextendedKeyUsage=serverAuth\n`,
    'resolv.conf': `nameserver ${RESOLVER}\n`,
    hosts: `127.0.0.1 localhost\n${PLACES.filter((_, i) => i % 2 === 0)
      .map(({ name, address }) => `${address} ${name}\n`)
      .join('')}`,
  });
  const ec = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';
  await room.aside(`
    openssl req -x509 ${ec} -days 2 -subj '/CN=made for a test' -keyout ca.key -out ca.pem 2> /dev/null
    openssl req ${ec} -subj /CN=example.org -keyout server.key -out server.csr 2> /dev/null
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san.cnf -out server.pem 2> /dev/null
    cat /etc/ssl/certs/ca-certificates.crt ca.pem > authorities.pem
    chmod 644 server.key
    mkdir keys data run; chmod 777 run
    for key in host client; do ssh-keygen -q -t ed25519 -N '' -C 'made for a test' -f keys/$key; done
    cp keys/client.pub keys/authorized`);
}

/** Every server is up when this resolves; they end with the room. */
export async function startServers(room: Room, network: Network): Promise<void> {
  const [near, far] = [network.at('near'), network.at('far')];
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  writeSettings(room);
  await pages(room);
  const up = (port: number, host = '10.66.1.1') => `${near} bash -c 'exec 3<> /dev/tcp/${host}/${port}' 2> /dev/null`;
  await room.serve(`${far} unbound -d -c ${room.path('unbound.conf')}`, up(53, RESOLVER));
  await room.serve(`${far} nginx -p ${room.directory} -c far.conf`, up(443));
  await room.serve(`${near} nginx -p ${room.directory} -c near.conf`, up(PROXY_PORT, '127.0.0.1'));
  await room.serve(`${near} unbound -d -c ${room.path('forward.conf')}`, up(53, '127.0.0.1'));
  await room.serve(`${far} /usr/sbin/sshd -D -e -f ${room.path('sshd.conf')}`, up(22));
  const files = '--tls-cert-file server.pem --tls-key-file server.key --tls-ca-cert-file ca.pem --tls-auth-clients no';
  await room.serve(
    `${far} redis-server --bind 0.0.0.0 --protected-mode no --port 0 --tls-port 6380 ${files} --save '' --daemonize no`,
    up(6380),
  );
  await room.serve(`${far} mosquitto -c ${room.path('mosquitto.conf')}`, up(8883));
  await database(room, far, up(5432));
}

async function database(room: Room, far: string, ready: string): Promise<void> {
  const as = (command: string) => `runuser -u postgres -- env HOME=${room.directory} ${postgres()}/${command}`;
  await room.aside(`
    chown postgres data; chmod 700 data
    ${as('initdb -A trust data')} > /dev/null
    echo 'hostssl all all 0.0.0.0/0 trust' >> data/pg_hba.conf
    install -o postgres -m 600 server.key server.pem data/`);
  const options = [
    'listen_addresses=*',
    'max_connections=60',
    `unix_socket_directories=${room.path('run')}`,
    'ssl=on',
    'ssl_cert_file=server.pem',
    'ssl_key_file=server.key',
  ];
  const given = options.map((option) => `-c ${option}`).join(' ');
  await room.serve(`${far} ${as(`postgres -D data ${given}`)}`, ready, 'SIGINT');
  await room.aside(`${far} ${as(`pgbench -q -i -s 1 -h ${room.path('run')} postgres`)} 2> /dev/null`);
}

async function pages(room: Room): Promise<void> {
  room.write({
    'www/index.html': '<!doctype html><title>made</title><h1>made for a test</h1>\n',
    'www/status': '{"status":"ok"}\n',
    'www/large': Buffer.from('a line of some text, as files have them\n'.repeat(25_000)),
    'work/.keep': '',
  });
  room.documents({ documents: 20 });
  await room.aside(`
    cd documents
    git init -q; git add .; git -c user.name=t -c user.email=t@example.org commit -q -m first
    git clone -q --bare . ../www/made.git; cd ../www/made.git; git repack -q -a -d; git update-server-info`);
}

function writeSettings(room: Room): void {
  const common = (end: string) => `daemon off;
user root;
worker_processes 1;
pid ${room.path(`${end}.pid`)};
error_log ${room.path(`${end}.log`)};
events { worker_connections 4096; }
`;
  const http = (end: string) => `access_log off;
  client_body_temp_path ${room.path(`${end}-body`)};
  proxy_temp_path ${room.path(`${end}-proxied`)};
  fastcgi_temp_path ${room.path(`${end}-fastcgi`)};
  uwsgi_temp_path ${room.path(`${end}-uwsgi`)};
  scgi_temp_path ${room.path(`${end}-scgi`)};
  ssl_certificate ${room.path('server.pem')};
  ssl_certificate_key ${room.path('server.key')};
  root ${room.path('www')};
  default_type text/plain;`;
  const zone = PLACES.map(({ name, address }) => `  local-data: "${name}. 30 IN A ${address}"\n`).join('');
  room.write({
    'far.conf': `${common('far')}http {
  ${http('far')}
  server { listen 443 ssl http2; ssl_protocols TLSv1.2 TLSv1.3; location /report { return 204; } }
  server { listen 8443 ssl; ssl_protocols TLSv1.2; location /report { return 204; } }
}
`,
    'near.conf': `${common('near')}http {
  ${http('near')}
  server {
    listen 127.0.0.1:${PROXY_PORT};
    location /named/ { proxy_pass https://api.example.org/; proxy_ssl_server_name on; proxy_ssl_name api.example.org; }
    location / { proxy_pass https://10.66.1.2/; }
  }
}
`,
    'unbound.conf': `${unbound(room)}  interface: ${RESOLVER}
  interface: ${RESOLVER}@853
  tls-service-key: ${room.path('server.key')}
  tls-service-pem: ${room.path('server.pem')}
  access-control: 10.66.0.0/16 allow
  local-zone: "example.org." transparent
${zone}`,
    'forward.conf': `${unbound(room)}  interface: 127.0.0.1
  cache-max-ttl: 0
  tls-cert-bundle: ${room.path('authorities.pem')}
  do-not-query-localhost: no
forward-zone:
  name: "."
  forward-tls-upstream: yes
  forward-addr: ${RESOLVER}@853#www.example.org
`,
    'sshd.conf': `ListenAddress 0.0.0.0
HostKey ${room.path('keys/host')}
AuthorizedKeysFile ${room.path('keys/authorized')}
PidFile none
StrictModes no
UsePAM no
MaxStartups 100
PermitRootLogin prohibit-password
PasswordAuthentication no
Subsystem sftp internal-sftp
`,
    'ssh.conf': `Host *.example.org 10.66.*
  User root
  IdentityFile ${room.path('keys/client')}
  IdentitiesOnly yes
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
  LogLevel ERROR
`,
    'mosquitto.conf': `listener 8883
allow_anonymous true
certfile ${room.path('server.pem')}
keyfile ${room.path('server.key')}
user root
`,
  });
}

const unbound = (room: Room) => `server:
  username: ""
  chroot: ""
  directory: "${room.directory}"
  pidfile: ""
  use-syslog: no
  logfile: ""
  verbosity: 0
`;

/** Programs of clients, compiled where they have to be. */
export async function installClients(room: Room, from: string): Promise<void> {
  execFileSync('cp', ['-r', from, room.path('app')]);
  await room.aside(`
    mkdir bin
    cp ${process.execPath} bin/node
    gcc -O2 -o bin/own app/own.c -lssl -lcrypto
    if command -v javac > /dev/null; then javac -d app app/Client.java; fi`);
}
