/** Fetching and sending over https: by hand, by scripts, by a package manager, by heartbeats. */
import assert from 'node:assert/strict';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';
import { startNginx } from './nginx.ts';
import { startWebServer } from './web-server.ts';

const web = async (room: Room) => void room.kept.set('url', await startWebServer(room));
const url = (room: Room) => room.kept.get('url') ?? '';
const SERVER = ['curl', 'openssl'] as const;
const LARGE = 40 * 50_000;

/** The same file was fetched, whole. */
function fetched(room: Room, name: string): void {
  assert.equal(room.read(name), room.read('www/large'));
}

export const webWork: readonly Workload[] = [
  {
    id: 'network/curl',
    about: 'curl fetches and uploads over https, by name and by address',
    row: 'curl',
    needs: needs(...SERVER),
    short: true,
    prepare: web,
    run: async (room) => {
      await room.work(`
        for i in 1 2 3; do curl -sSf --cacert ca.pem ${url(room)}/status; done
        curl -sSf --cacert ca.pem -o large ${url(room)}/large
        curl -sSf --cacert ca.pem -o again ${url(room).replace('localhost', '127.0.0.1')}/large
        curl -sSfk --http1.1 -T large ${url(room)}/put/large`);
      for (const name of ['large', 'again', 'www/put/large']) fetched(room, name);
    },
  },
  {
    id: 'network/wget',
    about: 'wget fetches over https, by name and by address',
    row: 'wget',
    needs: needs(...SERVER, 'wget'),
    short: true,
    prepare: web,
    run: async (room) => {
      await room.work(`
        wget -q --ca-certificate=ca.pem -O large ${url(room)}/large
        wget -q --no-check-certificate -O again ${url(room).replace('localhost', '127.0.0.1')}/large`);
      for (const name of ['large', 'again']) fetched(room, name);
    },
  },
  {
    id: 'network/heartbeat',
    about: 'a loop of curl reports to a server every second',
    row: 'monitoring heartbeats',
    needs: needs(...SERVER),
    short: false,
    prepare: web,
    run: async (room) => {
      const said = await room.work(
        `for i in $(seq 12); do curl -sSf --cacert ca.pem ${url(room)}/status; sleep 1; done`,
      );
      assert.equal(said.match(/"ok"/g)?.length, 12);
    },
  },
  {
    id: 'network/apt',
    about: 'apt updates its lists from an https repository and downloads a package',
    row: 'apt',
    needs: needs(...SERVER, 'apt-get:apt', 'dpkg-deb:dpkg'),
    short: false,
    prepare: async (room) => {
      await web(room);
      room.write({
        'package/DEBIAN/control':
          'Package: made\nVersion: 1.0\nArchitecture: all\nMaintainer: t <t@example.org>\nDescription: made\n',
        'package/usr/share/made/large': room.read('www/large'),
        'apt/sources.list': `deb [trusted=yes] ${url(room)}/repository ./\n`,
      });
      await room.aside(`
        mkdir -p www/repository apt/lists/partial apt/archives/partial
        dpkg-deb --build --root-owner-group package www/repository/made.deb > /dev/null
        cd www/repository
        { dpkg-deb -f made.deb; echo Filename: ./made.deb; echo Size: $(stat -c %s made.deb)
          echo SHA256: $(sha256sum made.deb | cut -d' ' -f1); echo; } > Packages`);
    },
    run: async (room) => {
      const options = [
        `Dir::Etc::SourceList=${room.path('apt/sources.list')}`,
        'Dir::Etc::SourceParts=/dev/null',
        `Dir::State::Lists=${room.path('apt/lists')}`,
        `Dir::Cache=${room.path('apt')}`,
        `Acquire::https::CaInfo=${room.path('ca.pem')}`,
        'Acquire::https::Verify-Peer=true',
        'APT::Sandbox::User=root',
      ];
      const given = options.map((option) => `-o ${option}`).join(' ');
      await room.work(`apt-get ${given} -q update; apt-get ${given} -q download made`);
      assert.equal(room.find('made*.deb').length, 1);
    },
  },
  {
    id: 'network/npm',
    about: 'npm installs a package from an https registry',
    row: 'npm and pip downloads',
    needs: needs(...SERVER, 'npm'),
    short: false,
    prepare: async (room) => {
      await web(room);
      const manifest = { name: 'made', version: '1.0.0' };
      room.write({
        'registry/package/package.json': JSON.stringify(manifest),
        'registry/package/large.txt': room.read('www/large'),
        'project/package.json': JSON.stringify({ name: 'project', version: '1.0.0', dependencies: { made: '1.0.0' } }),
      });
      await room.aside('mkdir www/-; tar -czf www/-/made-1.0.0.tgz -C registry package');
      const shasum = (await room.aside("sha1sum www/-/made-1.0.0.tgz | cut -d' ' -f1")).trim();
      const dist = { tarball: `${url(room)}/-/made-1.0.0.tgz`, shasum };
      const versions = { '1.0.0': { ...manifest, dist } };
      room.write({ 'www/made': JSON.stringify({ name: 'made', 'dist-tags': { latest: '1.0.0' }, versions }) });
    },
    run: async (room) => {
      await room.work(
        `cd project; npm install --registry ${url(room)}/ --cafile ../ca.pem --no-audit --no-fund --no-update-notifier`,
      );
      fetched(room, 'project/node_modules/made/large.txt');
    },
  },
  {
    id: 'network/git-https',
    about: 'git clones and fetches over https',
    row: 'git over TLS',
    needs: needs(...SERVER, 'git'),
    short: true,
    prepare: async (room) => {
      await web(room);
      room.documents({ documents: 40 });
      await room.aside(`
        cd documents
        git init -q; git add .; git -c user.name=t -c user.email=t@example.org commit -q -m first
        git clone -q --bare . ../www/made.git; cd ../www/made.git; git repack -q -a -d; git update-server-info`);
    },
    run: async (room) => {
      await room.work(`
        git -c http.sslCAInfo=$PWD/ca.pem clone -q ${url(room)}/made.git clone
        git -C clone -c http.sslCAInfo=$PWD/ca.pem fetch -q`);
      await room.aside('diff -r -x .git documents clone');
    },
  },
  {
    id: 'network/proxy',
    about: 'nginx hands requests on to another server over TLS',
    row: 'a reverse proxy to a TLS upstream',
    needs: needs(...SERVER, 'nginx:nginx-light'),
    short: false,
    prepare: async (room) => {
      room.kept.set(
        'url',
        await startNginx(
          room,
          `location /far/ { rewrite ^/far(/.*)$ $1 break; proxy_pass https://$server_addr:$server_port; proxy_ssl_verify off; }`,
        ),
      );
    },
    run: async (room) => {
      await room.work(`
        for i in 1 2 3 4 5; do curl -sSf --cacert ca.pem ${url(room)}/far/status; sleep 0.3; done
        curl -sSf --cacert ca.pem -o large ${url(room)}/far/large`);
      fetched(room, 'large');
    },
  },
  {
    id: 'network/socat',
    about: 'an administrator forwards a port with socat to a TLS server',
    row: 'socat as a forwarder',
    needs: needs(...SERVER, 'socat'),
    short: false,
    prepare: web,
    run: async (room) => {
      const [, far = ''] = url(room).split('//');
      await room.work(`
        socat TCP-LISTEN:$((${far.split(':')[1]} + 1)),bind=127.0.0.1,fork,reuseaddr OPENSSL:${far},cafile=ca.pem &
        sleep 0.5
        for i in 1 2 3; do curl -sSf -o large http://127.0.0.1:$((${far.split(':')[1]} + 1))/large; done
        kill %1`);
      assert.equal(room.read('large').length, LARGE);
    },
  },
];
