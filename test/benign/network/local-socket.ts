/** Work through unix sockets, tunnels and relays, and packets that programs put together: nothing of it is a command channel. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';
import { portOf } from './place.ts';
import { startSshServer } from './ssh-server.ts';
import { startWebServer } from './web-server.ts';

/** Asks and sends over HTTP through a unix socket, as clients of docker do; every second, and once a lot. */
const CLIENT = `import hashlib, http.client, socket, ssl, sys, time
class Near(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(sys.argv[1])
for i in range(6):
    near = Near("localhost")
    near.request("GET", "/status")
    assert near.getresponse().status == 200
    near.close()
    time.sleep(1)
near = Near("localhost")
near.request("GET", "/large")
print(hashlib.sha256(near.getresponse().read()).hexdigest())
`;

/** Is a host there? Asked every second as ping does: a time and a pattern. */
const PING = `import os, socket, ssl, struct, time
def checksum(data):
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    total = (total >> 16) + (total & 0xffff)
    return ~(total + (total >> 16)) & 0xffff
raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
raw.settimeout(5)
for number in range(8):
    data = struct.pack("<qq", int(time.time()), 0) + bytes(range(16, 56))
    bare = struct.pack(">BBHHH", 8, 0, 0, os.getpid() & 0xffff, number) + data
    raw.sendto(bare[:2] + struct.pack(">H", checksum(bare)) + bare[4:], ("127.0.0.1", 0))
    while raw.recv(2000)[20] != 0:
        pass
    print("there", flush=True)
    time.sleep(1)
`;

/** A path of at most 107 bytes, wherever the room is. */
async function withSocket(work: (socket: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync('/run/near-');
  try {
    await work(`${directory}/near.sock`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function withPages(room: Room): Promise<void> {
  room.write({
    'www/status': '{"status":"ok"}\n',
    'www/large': 'lines of a log, one like the other\n'.repeat(60_000),
    'app/near.py': CLIENT,
  });
  const port = portOf(room, 3);
  await room.serve(
    `python3 -m http.server --bind 127.0.0.1 -d www ${port}`,
    `curl -sf -o /dev/null http://127.0.0.1:${port}/status`,
  );
}

/** Starts what relays in the background, waits for its socket, and ends it after the work. */
const beside = (relay: string, socket: string, work: string) => `
  ${relay} & relay=$!
  for i in $(seq 50); do [ -S ${socket} ] && break; sleep 0.1; done
  ${work}
  kill $relay; wait $relay || true`;

/** What the client read is the page. */
function fetched(room: Room, said: string): void {
  const digest = createHash('sha256').update(room.read('www/large')).digest('hex');
  assert.ok(said.includes(digest), 'the page was not fetched');
}

export const localSocketWork: readonly Workload[] = [
  {
    id: 'network/relay-script',
    about: 'a script outside of packages uses a web service through a unix socket that socat relays',
    row: 'local relays and sidecars',
    needs: needs('socat', 'python3', 'curl'),
    short: false,
    prepare: withPages,
    run: (room) =>
      withSocket(async (socket) => {
        const relay = `socat UNIX-LISTEN:${socket},fork TCP:127.0.0.1:${portOf(room, 3)}`;
        fetched(room, await room.work(beside(relay, socket, `python3 app/near.py ${socket}`)));
      }),
  },
  {
    id: 'network/tunnel-script',
    about: 'a script outside of packages uses a web service through a unix socket that ssh forwards',
    row: 'ssh tunnels',
    needs: needs('ssh:openssh-client', 'sshd:openssh-server', 'python3', 'curl'),
    short: false,
    prepare: async (room) => {
      await withPages(room);
      await startSshServer(room);
    },
    run: (room) =>
      withSocket(async (socket) => {
        const relay = `ssh -F ssh.conf -N -L ${socket}:127.0.0.1:${portOf(room, 3)} peer`;
        fetched(room, await room.work(beside(relay, socket, `python3 app/near.py ${socket}`)));
      }),
  },
  {
    id: 'network/relay-curl',
    about: 'curl speaks https through a unix socket that socat relays',
    row: 'local relays and sidecars',
    needs: needs('socat', 'curl', 'openssl'),
    short: true,
    prepare: async (room) => void room.kept.set('url', await startWebServer(room)),
    run: (room) =>
      withSocket(async (socket) => {
        const url = room.kept.get('url') ?? '';
        const relay = `socat UNIX-LISTEN:${socket},fork TCP:127.0.0.1:${new URL(url).port}`;
        const ask = `curl -sSf --unix-socket ${socket} --cacert ca.pem ${url}`;
        const said = await room.work(
          beside(relay, socket, `for i in 1 2 3; do ${ask}/status; done; ${ask}/large -o large`),
        );
        assert.equal(said.match(/"ok"/g)?.length, 3);
        assert.equal(room.read('large'), room.read('www/large'));
      }),
  },
  {
    id: 'network/ping',
    about: 'ping and arping ask whether hosts are there',
    row: 'packets of a program’s own',
    needs: needs('ping:iputils-ping', 'arping'),
    short: false,
    prepare: async () => undefined,
    run: async (room) => {
      const said = await room.work('ping -c 6 127.0.0.1; ping -c 3 -s 1000 ::1; arping -c 3 -i lo 127.0.0.1 || true');
      assert.equal(said.match(/bytes from/g)?.length, 9);
    },
  },
  {
    id: 'network/ping-script',
    about: 'a script outside of packages asks by ICMP every second whether a host is there',
    row: 'packets of a program’s own',
    needs: needs('python3'),
    short: false,
    prepare: async (room) => room.write({ 'app/there.py': PING }),
    run: async (room) => {
      const said = await room.work('python3 app/there.py');
      assert.equal(said.match(/^there$/gm)?.length, 8);
    },
  },
];
