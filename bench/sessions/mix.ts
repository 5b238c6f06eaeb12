/**
 * Who the clients are, and what share of the sessions each kind has. A line is what a shell runs, as cron, a unit or
 * somebody at a terminal would: programs that start, ask, and end.
 */
import type { Random } from '../../emulations/document/random.ts';
import type { Need } from '../../emulations/emulation.ts';
import { needs } from '../../test/benign/workload.ts';
import { PLACES, RESOLVER } from './network.ts';
import { DATABASE, PROXY_PORT } from './servers.ts';

export interface Kind {
  readonly name: string;
  /** Of all sessions, against the shares of the others. */
  readonly share: number;
  readonly needs: readonly Need[];
  /** Sessions that one job opens. */
  readonly sessions: number;
  /** One job. */
  readonly job: (pick: Picker) => string;
  /** So many jobs, whatever the size. */
  readonly apart?: number;
}

/** Share of the clients that are given an address where others are given a name. */
const BARE = 0.1;
/** Share that asks the server which has TLS 1.2 only. */
const OLD = 0.15;

/** Servers, at random. */
export class Picker {
  readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  name(): string {
    return this.random.pick(PLACES).name;
  }

  address(): string {
    return this.random.pick(PLACES).address;
  }

  /** Named, or by its address now and then. */
  host(): string {
    return this.random.next() < BARE ? this.address() : this.name();
  }

  /** `https://…`. @param host by name when absent */
  url(host = this.name(), path = '/status'): string {
    return `https://${host}${this.random.next() < OLD ? ':8443' : ''}${path}`;
  }

  urls(count: number): string {
    return Array.from({ length: count }, () => this.url()).join(' ');
  }

  /** So many lines. */
  lines(count: number, line: (i: number) => string): string {
    return Array.from({ length: count }, (_, i) => line(i)).join('\n');
  }
}

const PYTHON = '/usr/bin/python3';
/** As a version manager installs it: of no package, in a directory of its own. */
const NODE = '$HOME/bin/node';

function curl(pick: Picker): string {
  const host = pick.host();
  const flags = [
    /\d$/.test(host) ? '-k' : '',
    pick.random.next() < 0.3 ? '--http1.1' : '',
    pick.random.next() < 0.2 ? '--tls-max 1.2' : '',
  ].filter((flag) => flag !== '');
  const path = pick.random.next() < 0.05 ? '/large' : '/status';
  return `curl -sSf ${flags.join(' ')} -o /dev/null ${pick.url(host, path)}`;
}

function shown(pick: Picker): string {
  const host = pick.host();
  if (/\d$/.test(host)) return `echo Q | openssl s_client -connect ${host}:443 > /dev/null 2>&1`;
  return `openssl s_client -connect ${host}:443 -servername ${host} < /dev/null 2> /dev/null | openssl x509 -noout -enddate`;
}

export const MIX: readonly Kind[] = [
  {
    name: 'curl, one page a process',
    share: 8,
    needs: needs('curl'),
    sessions: 20,
    job: (pick) => pick.lines(20, () => curl(pick)),
  },
  {
    name: 'curl, several servers a process',
    share: 6,
    needs: needs('curl'),
    sessions: 24,
    job: (pick) =>
      pick.lines(
        6,
        () =>
          `curl -sSf ${PLACES.slice(0, 4)
            .map(() => `-o /dev/null ${pick.url()}`)
            .join(' ')}`,
      ),
  },
  {
    name: 'wget',
    share: 3.5,
    needs: needs('wget'),
    sessions: 15,
    job: (pick) =>
      pick.lines(15, () => {
        const host = pick.host();
        return `wget -q ${/\d$/.test(host) ? '--no-check-certificate' : ''} -O /dev/null ${pick.url(host)}`;
      }),
  },
  {
    name: 'git over https',
    share: 2,
    needs: needs('git'),
    sessions: 10,
    job: (pick) =>
      `${pick.lines(9, () => `git ls-remote -q https://${pick.name()}/made.git > /dev/null`)}
      git clone -q https://${pick.name()}/made.git $TMP/clone; rm -rf $TMP/clone`,
  },
  {
    name: 'openssl s_client',
    share: 2,
    needs: needs('openssl'),
    sessions: 15,
    job: (pick) => pick.lines(15, () => shown(pick)),
  },
  {
    name: 'python urllib, fresh sessions',
    share: 10,
    needs: needs('python3'),
    sessions: 60,
    job: (pick) => pick.lines(2, () => `${PYTHON} app/pages.py 10 ${pick.urls(3)}`),
  },
  {
    name: 'python urllib, a process each',
    share: 0.6,
    needs: needs('python3'),
    sessions: 5,
    job: (pick) => pick.lines(5, () => `${PYTHON} app/pages.py 1 ${pick.url()}`),
  },
  {
    name: 'python from the command line',
    share: 0.3,
    needs: needs('python3'),
    sessions: 4,
    job: (pick) =>
      pick.lines(4, () => `${PYTHON} -c "import urllib.request as r; r.urlopen('${pick.url()}', timeout=20).read()"`),
  },
  {
    name: 'python requests, kept alive',
    share: 2,
    needs: needs('python3', 'python3:python3-requests'),
    sessions: 16,
    job: (pick) =>
      pick.lines(
        2,
        () =>
          `${PYTHON} app/kept.py 20 ${PLACES.slice(0, 8)
            .map(({ name }) => `https://${name}/status`)
            .join(' ')}`,
      ),
  },
  {
    name: 'python requests, fresh, one in four by address',
    share: 5,
    needs: needs('python3', 'python3:python3-requests'),
    sessions: 40,
    job: (pick) => `${PYTHON} app/fresh.py 10 ${pick.urls(3)} ${pick.url(pick.address())}`,
  },
  {
    name: 'node https, one in six by address',
    share: 10,
    needs: [],
    sessions: 60,
    job: (pick) => `${NODE} app/https.mjs 10 ${pick.urls(5)} ${pick.url(pick.address())}`,
  },
  {
    name: 'node fetch, kept alive',
    share: 1,
    needs: [],
    sessions: 8,
    job: () =>
      `${NODE} app/fetch.mjs 10 ${PLACES.slice(8, 16)
        .map(({ name }) => `https://${name}/status`)
        .join(' ')}`,
  },
  {
    name: 'php curl',
    share: 8,
    needs: needs('php:php-cli', '/usr/share/php8.2-curl:php-curl'),
    sessions: 60,
    job: (pick) => pick.lines(2, () => `php app/curl.php 10 ${pick.urls(3)}`),
  },
  {
    name: 'php streams',
    share: 3,
    needs: needs('php:php-cli'),
    sessions: 40,
    job: (pick) => pick.lines(2, () => `php app/streams.php 5 ${pick.urls(4)}`),
  },
  {
    name: 'perl HTTP::Tiny',
    share: 4,
    needs: needs('perl', '/usr/share/perl5/IO/Socket/SSL.pm:libio-socket-ssl-perl'),
    sessions: 40,
    job: (pick) => pick.lines(2, () => `perl app/tiny.pl 5 ${pick.urls(4)}`),
  },
  {
    name: 'perl looks at certificates',
    share: 1,
    needs: needs('perl', '/usr/share/perl5/IO/Socket/SSL.pm:libio-socket-ssl-perl'),
    sessions: 24,
    job: (pick) => `perl app/expiry.pl 1 ${pick.lines(24, () => `${pick.name()}:443`).replaceAll('\n', ' ')}`,
  },
  {
    name: 'ruby Net::HTTP',
    share: 1,
    needs: needs('ruby'),
    sessions: 40,
    job: (pick) => `ruby app/net-http.rb 10 ${pick.urls(4)}`,
  },
  {
    name: 'a JVM',
    share: 9,
    needs: needs('java:openjdk-17-jdk-headless', 'javac:openjdk-17-jdk-headless'),
    sessions: 250,
    job: (pick) => `java -Xshare:auto -XX:TieredStopAtLevel=1 -cp app Client ca.pem 50 ${pick.urls(5)}`,
  },
  {
    name: 'a program of no package',
    share: 2,
    needs: needs('gcc:libssl-dev'),
    sessions: 15,
    job: (pick) => pick.lines(15, () => `bin/own ${pick.name()} /status`),
  },
  {
    name: 'ssh, scp, rsync',
    share: 0.5,
    needs: needs('ssh:openssh-client', 'sshd:openssh-server', 'rsync'),
    sessions: 6,
    job: (pick) => `
      ssh -F ssh.conf ${pick.name()} uptime
      ssh -F ssh.conf ${pick.address()} 'df -h; cat /proc/meminfo' > /dev/null
      scp -q -F ssh.conf ${pick.name()}:${'$PWD'}/www/large $TMP/large
      scp -q -F ssh.conf $TMP/large ${pick.name()}:$TMP/again
      rsync -a -e 'ssh -F ssh.conf' documents/ ${pick.name()}:$TMP/copy
      echo ls | sftp -q -b - -F ssh.conf ${pick.name()}`,
  },
  {
    name: 'psql over TLS',
    share: 1,
    needs: needs('psql:postgresql'),
    sessions: 10,
    job: (pick) =>
      pick.lines(
        10,
        (i) =>
          `psql -qAt 'host=${i % 3 === 0 ? pick.address() : DATABASE} user=postgres dbname=postgres sslmode=require' -c 'select count(*) from pgbench_accounts'`,
      ),
  },
  {
    name: 'pgbench, a connection for each transaction',
    share: 9,
    needs: needs('psql:postgresql'),
    sessions: 203,
    job: () => `PGSSLMODE=require pgbench -n -C -S -c 2 -t 100 -h ${DATABASE} -U postgres postgres`,
  },
  {
    name: 'kdig, DNS over TLS',
    share: 2,
    needs: needs('kdig:knot-dnsutils'),
    sessions: 20,
    job: (pick) => pick.lines(20, () => `kdig +tls @${RESOLVER} ${pick.name()} > /dev/null`),
  },
  {
    name: 'unbound, DNS over TLS',
    share: 0.5,
    needs: needs('unbound', 'kdig:knot-dnsutils'),
    sessions: 10,
    job: (pick) => pick.lines(10, () => `kdig @127.0.0.1 ${pick.name()} > /dev/null; sleep 0.2`),
  },
  {
    name: 'redis-cli over TLS',
    share: 1.5,
    needs: needs('redis-server', 'redis-cli:redis-tools'),
    sessions: 20,
    job: (pick) =>
      pick.lines(20, (i) => `redis-cli -h ${pick.host()} -p 6380 --tls --insecure set key-${i} value > /dev/null`),
  },
  {
    name: 'mosquitto_pub over TLS',
    share: 1,
    needs: needs('mosquitto', 'mosquitto_pub:mosquitto-clients'),
    sessions: 15,
    job: (pick) =>
      pick.lines(15, (i) => `mosquitto_pub -h ${pick.name()} -p 8883 --cafile ca.pem -t made -m 'reading ${i}'`),
  },
  {
    name: 'nginx to a TLS upstream, for ab',
    share: 8,
    needs: needs('nginx:nginx-light', 'ab:apache2-utils'),
    sessions: 200,
    job: (pick) =>
      `ab -q -n 200 -c 4 http://127.0.0.1:${PROXY_PORT}/${pick.random.next() < 0.5 ? 'named/' : ''}status > /dev/null`,
  },
  {
    name: 'ab',
    share: 6,
    needs: needs('ab:apache2-utils'),
    sessions: 100,
    job: (pick) => `ab -q -n 100 -c 5 ${pick.url()} > /dev/null`,
  },
  {
    name: 'h2load',
    share: 4,
    needs: needs('h2load:nghttp2-client'),
    sessions: 50,
    job: (pick) => `h2load -n 200 -c 50 https://${pick.name()}/status > /dev/null`,
  },
  {
    name: 'wrk',
    share: 2,
    needs: needs('wrk'),
    sessions: 50,
    job: (pick) => `wrk -t 1 -c 50 -d 1s https://${pick.name()}/status > /dev/null`,
  },
];

/**
 * Not part of the mix: scripts and own programs that open TLS to a bare address without server name and ALPN. AN0401's page
 * says that it cannot tell them from an implant in the same language. So many jobs run whatever the size.
 */
export const APART: readonly Kind[] = [
  {
    name: 'python with a context of its own, by address',
    needs: needs('python3'),
    job: (pick: Picker) => `${PYTHON} app/own-context.py 3 ${pick.url(pick.address())}`,
  },
  {
    name: 'perl HTTP::Tiny, by address',
    needs: needs('perl', '/usr/share/perl5/IO/Socket/SSL.pm:libio-socket-ssl-perl'),
    job: (pick: Picker) => `perl app/tiny.pl 3 ${pick.url(pick.address())}`,
  },
  {
    name: 'php streams, by address',
    needs: needs('php:php-cli'),
    job: (pick: Picker) => `php app/streams.php 3 ${pick.url(pick.address())}`,
  },
  {
    name: 'ruby Net::HTTP, by address',
    needs: needs('ruby'),
    job: (pick: Picker) => `ruby app/net-http.rb 3 ${pick.url(pick.address())}`,
  },
  {
    name: 'node https, by address, every second',
    needs: [],
    job: (pick: Picker) => `timeout 15 ${NODE} app/report.mjs 1 https://${pick.address()}/report || :`,
  },
].map((kind) => ({ ...kind, share: 0, sessions: 3, apart: 5 }));

/** Agents that report all the time; each begins a session at every beat, at its own interval. */
export const AGENTS: readonly { readonly name: string; readonly line: (pick: Picker) => string }[] = [
  {
    name: 'curl in a loop',
    line: (pick) => `while :; do curl -sS -o /dev/null https://${pick.name()}/report || :; sleep 2; done`,
  },
  {
    name: 'curl in a loop, by address',
    line: (pick) => `while :; do curl -sSk -o /dev/null https://${pick.address()}/report || :; sleep 3; done`,
  },
  {
    name: 'wget in a loop',
    line: (pick) => `while :; do wget -q -O /dev/null https://${pick.name()}/report || :; sleep 2.5; done`,
  },
  { name: 'python requests', line: (pick) => `exec ${PYTHON} app/report.py 3 https://${pick.name()}/report` },
  { name: 'python requests, slower', line: (pick) => `exec ${PYTHON} app/report.py 10 https://${pick.name()}/report` },
  { name: 'node https', line: (pick) => `exec ${NODE} app/report.mjs 2 https://${pick.name()}/report` },
  { name: 'node https, slower', line: (pick) => `exec ${NODE} app/report.mjs 7 https://${pick.name()}/report` },
  { name: 'a program of no package', line: (pick) => `while :; do bin/own ${pick.name()} /status || :; sleep 4; done` },
];
