/** Scripts and programs of no package that use https as everybody does. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';
import { startWebServer } from './web-server.ts';

const web = async (room: Room) => void room.kept.set('url', await startWebServer(room));
const url = (room: Room) => room.kept.get('url') ?? '';
const SERVER = ['curl', 'openssl'] as const;

const URLLIB = `import ssl, sys, time, urllib.request
context = ssl.create_default_context(cafile="ca.pem")
for i in range(4):
    with urllib.request.urlopen(sys.argv[1] + "/status", context=context) as answer:
        assert b"ok" in answer.read()
    time.sleep(0.3)
with urllib.request.urlopen(sys.argv[1] + "/large", context=context) as answer:
    open("large", "wb").write(answer.read())
request = urllib.request.Request(sys.argv[1] + "/put/sent", data=open("large", "rb").read(), method="PUT")
urllib.request.urlopen(request, context=context).close()
`;

const REQUESTS = `import sys, time, requests
with requests.Session() as session:
    session.verify = "ca.pem"
    for i in range(6):
        session.get(sys.argv[1] + "/status").raise_for_status()
        time.sleep(1)
    open("large", "wb").write(session.get(sys.argv[1] + "/large").content)
    session.put(sys.argv[1] + "/put/sent", data=open("large", "rb").read()).raise_for_status()
`;

const NODE = `import { request } from 'node:https';
import { readFileSync, writeFileSync } from 'node:fs';
const base = process.argv[2];
const ca = readFileSync('ca.pem');
const ask = (path, method = 'GET', body) => new Promise((resolve, reject) => {
  const made = request(base + path, { method, ca }, (answer) => {
    const parts = [];
    answer.on('data', (part) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)));
  });
  made.on('error', reject);
  made.end(body);
});
for (let i = 0; i < 6; i += 1) {
  await ask('/status');
  await new Promise((resolve) => setTimeout(resolve, 500));
}
writeFileSync('large', await ask('/large'));
await ask('/put/sent', 'PUT', readFileSync('large'));
`;

const PERL = `use strict; use warnings; use HTTP::Tiny;
my $agent = HTTP::Tiny->new(verify_SSL => 1, SSL_options => { SSL_ca_file => 'ca.pem' });
for (1 .. 4) { die unless $agent->get("$ARGV[0]/status")->{success}; select undef, undef, undef, 0.3; }
my $answer = $agent->get("$ARGV[0]/large");
open(my $file, '>', 'large'); print $file $answer->{content}; close $file;
die unless $agent->put("$ARGV[0]/put/sent", { content => $answer->{content} })->{success};
`;

const PHP = `<?php
$context = ['ssl' => ['cafile' => 'ca.pem']];
for ($i = 0; $i < 4; $i++) {
    if (!str_contains(file_get_contents("$argv[1]/status", false, stream_context_create($context)), 'ok')) exit(1);
    usleep(300000);
}
file_put_contents('large', file_get_contents("$argv[1]/large", false, stream_context_create($context)));
$put = ['http' => ['method' => 'PUT', 'content' => file_get_contents('large')]];
file_get_contents("$argv[1]/put/sent", false, stream_context_create($context + $put));
`;

const JAVA = `import java.net.URI; import java.net.http.*; import java.nio.file.*; import java.security.KeyStore;
import java.security.cert.CertificateFactory; import javax.net.ssl.*;
public class Client {
  public static void main(String[] given) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(Path.of("ca.pem"))));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    HttpClient client = HttpClient.newBuilder().sslContext(context).build();
    for (int i = 0; i < 5; i++) {
      client.send(HttpRequest.newBuilder(URI.create(given[0] + "/status")).build(), HttpResponse.BodyHandlers.ofString());
      Thread.sleep(500);
    }
    client.send(HttpRequest.newBuilder(URI.create(given[0] + "/large")).build(), HttpResponse.BodyHandlers.ofFile(Path.of("large")));
    client.send(HttpRequest.newBuilder(URI.create(given[0] + "/put/sent")).PUT(HttpRequest.BodyPublishers.ofFile(Path.of("large"))).build(), HttpResponse.BodyHandlers.discarding());
  }
}
`;

interface Row {
  readonly name: string;
  readonly about: string;
  readonly row: string;
  readonly needs: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly first?: string;
  /** A file without which it cannot run. */
  readonly module?: string;
  /** What runs, before the server's address. */
  readonly command: string;
  readonly short?: boolean;
}

const ROWS: readonly Row[] = [
  {
    name: 'python-urllib',
    about: 'a script of Python fetches and sends by urllib',
    row: 'python requests',
    needs: ['python3'],
    files: { 'app/sync.py': URLLIB },
    command: 'python3 app/sync.py',
    short: true,
  },
  {
    name: 'python-requests',
    about: 'a script of Python reports every second by requests, fetches and sends',
    row: 'python requests',
    needs: ['python3', 'python3:python3-requests'],
    module: '/usr/lib/python3/dist-packages/requests/__init__.py',
    files: { 'app/report.py': REQUESTS },
    command: 'python3 app/report.py',
  },
  {
    name: 'python-venv',
    about: 'a developer’s script in a virtual environment uses https',
    row: 'python requests',
    needs: ['python3'],
    files: { 'project/sync.py': URLLIB },
    first: 'python3 -m venv --without-pip project/venv',
    command: 'project/venv/bin/python project/sync.py',
  },
  {
    name: 'node-https',
    about: 'an application of Node asks a server again and again, fetches and sends',
    row: 'node apps',
    needs: [],
    files: { 'app/client.mjs': NODE },
    command: `${process.execPath} app/client.mjs`,
    short: true,
  },
  {
    name: 'perl-https',
    about: 'a script of Perl fetches and sends by HTTP::Tiny',
    row: 'own scripts over https',
    needs: ['perl', 'perl:libio-socket-ssl-perl'],
    module: '/usr/share/perl5/IO/Socket/SSL.pm',
    files: { 'app/sync.pl': PERL },
    command: 'perl app/sync.pl',
  },
  {
    name: 'php-https',
    about: 'a script of PHP fetches and sends by its streams',
    row: 'own scripts over https',
    needs: ['php:php-cli'],
    files: { 'app/sync.php': PHP },
    command: 'php app/sync.php',
  },
  {
    name: 'java-https',
    about: 'a client on the JVM asks, fetches and sends',
    row: 'a JVM',
    needs: ['java:openjdk-17-jdk-headless'],
    files: { 'app/Client.java': JAVA },
    command: 'java app/Client.java',
  },
];

export const scriptWork: readonly Workload[] = ROWS.map(
  ({ name, about, row, needs: more, module, files, first, command, short = false }) => ({
    id: `network/${name}`,
    about,
    row,
    needs: needs(...SERVER, ...more),
    short,
    unfit: () => (module === undefined || existsSync(module) ? undefined : `${module} is missing`),
    prepare: async (room) => {
      await web(room);
      room.write(files);
      if (first !== undefined) await room.aside(first);
    },
    run: async (room) => {
      await room.work(`${command} ${url(room)}`);
      for (const file of ['large', 'www/put/sent']) assert.equal(room.read(file), room.read('www/large'));
    },
  }),
);
