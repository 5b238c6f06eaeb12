/** Clients of other services over TLS: names, time, a tunnel, queues, caches, databases, backups, monitoring, a browser. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';
import { startNginx } from './nginx.ts';
import { makeCertificate, portOf } from './place.ts';

const CHECK = '/usr/lib/nagios/plugins/check_nrpe';
const listens = (port: number) => `bash -c ': < /dev/tcp/127.0.0.1/${port}' 2> /dev/null`;

/** A resolver over TLS, and one on the usual protocol that asks it. */
async function resolvers(room: Room): Promise<void> {
  const [tls, plain] = [portOf(room), portOf(room, 1)];
  await makeCertificate(room);
  const shared = `server:
  interface: 127.0.0.1
  username: ""
  chroot: ""
  directory: "${room.directory}"
  pidfile: ""
  use-syslog: no
  do-daemonize: no
  do-not-query-localhost: no
  module-config: "iterator"
`;
  room.write({
    'far.conf': `${shared}  port: ${tls}
  tls-port: ${tls}
  tls-service-key: ${room.path('server.key')}
  tls-service-pem: ${room.path('server.pem')}
  local-zone: "example.org." static
${Array.from({ length: 20 }, (_, i) => `  local-data: "host-${i}.example.org. A 192.0.2.${i + 1}"\n`).join('')}`,
    'near.conf': `${shared}  port: ${plain}
  tls-cert-bundle: ${room.path('ca.pem')}
forward-zone:
  name: "."
  forward-tls-upstream: yes
  forward-addr: 127.0.0.1@${tls}#localhost
`,
  });
  await room.serve('unbound -c far.conf', listens(tls));
  await room.serve('unbound -c near.conf', listens(plain));
}

/** The far end's interface moves to a namespace of its own; both programs send their datagrams over loopback. */
const TUNNEL = `set -e
mount -t tmpfs none /run
ip link set lo up
unshare --net sleep 60 & far=$!
until [ "$(readlink /proc/$far/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.1; done
for end in near far; do wg genkey > $end.key; wg pubkey < $end.key > $end.pub; done
wireguard-go -f near & programs=$!
wireguard-go -f far & programs="$programs $!"
until [ -S /run/wireguard/near.sock ] && [ -S /run/wireguard/far.sock ]; do sleep 0.1; done
peer="allowed-ips 10.9.0.0/24 persistent-keepalive 1"
wg set near private-key near.key listen-port 51820 peer $(cat far.pub) endpoint 127.0.0.1:51821 $peer
wg set far private-key far.key listen-port 51821 peer $(cat near.pub) endpoint 127.0.0.1:51820 $peer
ip link set far netns $far
ip address add 10.9.0.1/24 dev near; ip link set near up
nsenter --target $far --net ip address add 10.9.0.2/24 dev far
nsenter --target $far --net ip link set far up
ping -c 12 -i 0.5 -q 10.9.0.2 > ping.log
kill $programs $far
wait || true
`;

export const serviceWork: readonly Workload[] = [
  {
    id: 'network/dns-over-tls',
    about: 'kdig asks over TLS, and a resolver forwards over TLS what it is asked',
    row: 'DNS over TLS',
    needs: needs('unbound', 'kdig:knot-dnsutils', 'openssl'),
    short: false,
    prepare: resolvers,
    run: async (room) => {
      const said = await room.work(`
        for i in $(seq 0 9); do kdig +short +tls-ca=ca.pem @127.0.0.1 -p ${portOf(room)} host-$i.example.org; done
        for i in $(seq 10 19); do kdig +short @127.0.0.1 -p ${portOf(room, 1)} host-$i.example.org; sleep 0.3; done`);
      assert.equal(said.match(/^192\.0\.2\.\d+$/gm)?.length, 20);
    },
  },
  {
    id: 'network/nts',
    about: 'chronyd asks a time server with NTS, and does not set the clock',
    row: 'NTS',
    needs: needs('chronyd:chrony', 'openssl'),
    short: false,
    prepare: async (room) => {
      await makeCertificate(room);
      const [keys, time] = [portOf(room), portOf(room, 1)];
      const shared = (name: string) => `user root
pidfile ${room.path(`${name}.pid`)}
bindcmdaddress /
cmdport 0
`;
      room.write({
        'far.conf': `${shared('far')}port ${time}
bindaddress 127.0.0.1
allow
local stratum 3
ntsport ${keys}
ntsserverkey ${room.path('server.key')}
ntsservercert ${room.path('server.pem')}
`,
        'near.conf': `${shared('near')}port 0
server localhost port ${time} nts ntsport ${keys} iburst maxsamples 4
ntstrustedcerts ${room.path('ca.pem')}
`,
      });
      await room.serve('chronyd -x -d -f far.conf', listens(keys), 'SIGINT');
    },
    run: async (room) => {
      const said = await room.work('chronyd -x -d -t 30 -Q -f near.conf 2>&1');
      assert.match(said, /System clock wrong by/);
    },
  },
  {
    id: 'network/openvpn',
    about: 'openvpn keeps a tunnel to a server, without an interface of its own',
    row: 'OpenVPN',
    needs: needs('openvpn', 'openssl'),
    short: false,
    prepare: async (room) => {
      await makeCertificate(room);
      const shared = '--dev null --proto udp --ca ca.pem --cert server.pem --key server.key --ping 1 --verb 3';
      await room.serve(
        `openvpn ${shared} --tls-server --dh none --local 127.0.0.1 --port ${portOf(room)}`,
        `ss -uln | grep -q :${portOf(room)}`,
      );
      room.kept.set('shared', shared);
    },
    run: async (room) => {
      await room.work(`
        timeout 8 openvpn ${room.kept.get('shared')} --tls-client --nobind --remote 127.0.0.1 ${portOf(room)} > vpn.log || true`);
      assert.match(room.read('vpn.log'), /Initialization Sequence Completed/);
    },
  },
  {
    id: 'network/wireguard',
    about: 'two ends of a WireGuard tunnel in user space, and pings through it',
    row: 'WireGuard',
    needs: needs('wireguard-go', 'wg:wireguard-tools', 'ip:iproute2', 'ping:iputils-ping'),
    short: false,
    prepare: async (room) => room.write({ 'tunnel.sh': TUNNEL }),
    run: async (room) => {
      await room.work('umask 077; unshare --net --mount bash tunnel.sh > tunnel.log 2>&1');
      assert.match(room.read('ping.log'), / 0% packet loss/);
    },
  },
  {
    id: 'network/mosquitto',
    about: 'mosquitto clients publish and subscribe over TLS',
    row: 'mosquitto over TLS',
    needs: needs('mosquitto', 'mosquitto_pub:mosquitto-clients', 'openssl'),
    short: false,
    prepare: async (room) => {
      await makeCertificate(room);
      room.write({
        'broker.conf': `listener ${portOf(room)} 127.0.0.1
cafile ${room.path('ca.pem')}
certfile ${room.path('server.pem')}
keyfile ${room.path('server.key')}
allow_anonymous true
user root
`,
      });
      await room.serve('mosquitto -c broker.conf', listens(portOf(room)));
    },
    run: async (room) => {
      const to = `-h localhost -p ${portOf(room)} --cafile ca.pem -t measurements`;
      await room.work(`
        mosquitto_sub ${to} -C 10 > heard &
        sleep 0.5
        for i in $(seq 10); do mosquitto_pub ${to} -m "reading $i"; sleep 0.3; done
        wait`);
      assert.equal(room.read('heard').match(/reading/g)?.length, 10);
    },
  },
  {
    id: 'network/redis',
    about: 'redis-cli writes and reads over TLS',
    row: 'redis-cli over TLS',
    needs: needs('redis-server', 'redis-cli:redis-tools', 'openssl'),
    short: false,
    prepare: async (room) => {
      await makeCertificate(room);
      const files =
        '--tls-cert-file server.pem --tls-key-file server.key --tls-ca-cert-file ca.pem --tls-auth-clients no';
      await room.serve(
        `redis-server --bind 127.0.0.1 --port 0 --tls-port ${portOf(room)} ${files} --save '' --daemonize no`,
        listens(portOf(room)),
      );
    },
    run: async (room) => {
      const client = `redis-cli -p ${portOf(room)} --tls --cacert ca.pem`;
      const said = await room.work(`
        for i in $(seq 10); do ${client} set key-$i value-$i > /dev/null; ${client} get key-$i; done
        seq 2000 | sed 's/.*/set bulk-& some-value-&/' | ${client} --pipe > /dev/null
        ${client} dbsize`);
      assert.match(said, /value-10\n2010\n/);
    },
  },
  {
    id: 'network/nrpe',
    about: 'a monitoring server checks a host over TLS again and again',
    row: 'monitoring heartbeats',
    needs: needs('nrpe:nagios-nrpe-server', 'nrpe:nagios-nrpe-plugin'),
    unfit: () => (existsSync(CHECK) ? undefined : `${CHECK} is missing`),
    short: false,
    prepare: async (room) => {
      room.write({
        'nrpe.cfg': `server_address=127.0.0.1
server_port=${portOf(room)}
nrpe_user=nobody
nrpe_group=nogroup
allowed_hosts=127.0.0.1
pid_file=${room.path('nrpe.pid')}
command[check_made]=/bin/echo made ok
`,
      });
      await room.serve(`nrpe -c ${room.path('nrpe.cfg')} -f`, listens(portOf(room)));
    },
    run: async (room) => {
      const said = await room.work(`
        for i in $(seq 8); do
          ${CHECK} -H 127.0.0.1 -p ${portOf(room)} -c check_made; sleep 1
        done`);
      assert.equal(said.match(/made ok/g)?.length, 8);
    },
  },
  {
    id: 'network/restic-rest',
    about: 'restic backs up to a REST server over https',
    row: 'restic to the owner’s bucket',
    needs: needs('restic', 'rclone', 'openssl'),
    short: false,
    prepare: async (room) => {
      room.documents({ documents: 150 });
      await makeCertificate(room);
      await room.serve(
        `rclone serve restic --addr 127.0.0.1:${portOf(room)} --cert server.pem --key server.key far`,
        listens(portOf(room)),
      );
    },
    run: async (room) => {
      await room.work(`
        export RESTIC_PASSWORD=own RESTIC_REPOSITORY=rest:https://localhost:${portOf(room)}/
        restic --cacert ca.pem -q init
        restic --cacert ca.pem -q backup documents
        restic --cacert ca.pem -q restore latest --target out`);
      assert.equal(room.digest('out/documents'), room.digest());
    },
  },
  {
    id: 'network/rclone',
    about: 'rclone copies a tree to the owner’s server over https',
    row: 'restic to the owner’s bucket',
    needs: needs('rclone', 'openssl'),
    short: false,
    prepare: async (room) => {
      room.documents({ documents: 150 });
      await makeCertificate(room);
      await room.serve(
        `rclone serve webdav --addr 127.0.0.1:${portOf(room)} --cert server.pem --key server.key far`,
        listens(portOf(room)),
      );
    },
    run: async (room) => {
      await room.work(`
        rclone --config /dev/null --ca-cert ca.pem copy documents ':webdav,url="https://localhost:${portOf(room)}":copied'`);
      assert.equal(room.digest('far/copied'), room.digest());
    },
  },
  {
    id: 'network/chromium',
    about: 'a browser without a window loads pages',
    row: 'browsers',
    needs: needs('chromium', 'nginx:nginx-light', 'curl', 'openssl'),
    short: false,
    prepare: async (room) => void room.kept.set('url', await startNginx(room)),
    run: async (room) => {
      const said = await room.work(`
        for i in 1 2; do
          timeout 60 chromium --headless --no-sandbox --disable-gpu --ignore-certificate-errors --user-data-dir=$PWD/profile \\
            --dump-dom ${room.kept.get('url')}/ 2> /dev/null
        done`);
      assert.equal(said.match(/made for a test/g)?.length, 2);
    },
  },
];
