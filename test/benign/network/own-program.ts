/** A program of C that somebody compiled: a client of an ordinary web server. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';
import { portOf } from './place.ts';
import { startWebServer } from './web-server.ts';

const PLAIN = `#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	struct addrinfo *found, hints = { .ai_family = AF_INET, .ai_socktype = SOCK_STREAM };
	char text[4096];
	ssize_t got;
	int fd;
	if (argc != 3 || getaddrinfo("localhost", argv[1], &hints, &found))
		return 1;
	fd = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(fd, found->ai_addr, found->ai_addrlen))
		return 1;
	snprintf(text, sizeof(text), "GET %s HTTP/1.0\\r\\nHost: localhost\\r\\nUser-Agent: own/1.0\\r\\n\\r\\n", argv[2]);
	if (write(fd, text, strlen(text)) < 0)
		return 1;
	while ((got = read(fd, text, sizeof(text))) > 0)
		fwrite(text, 1, (size_t)got, stdout);
	return 0;
}
`;

const SECURE = `#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>
int main(int argc, char **argv)
{
	static const unsigned char protocols[] = "\\x08http/1.1";
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	BIO *bio = BIO_new_ssl_connect(context);
	char text[4096];
	SSL *ssl;
	int got;
	if (argc != 3)
		return 1;
	SSL_CTX_load_verify_locations(context, "ca.pem", NULL);
	BIO_get_ssl(bio, &ssl);
	SSL_set_verify(ssl, SSL_VERIFY_PEER, NULL);
	SSL_set_tlsext_host_name(ssl, "localhost");
	SSL_set_alpn_protos(ssl, protocols, sizeof(protocols) - 1);
	snprintf(text, sizeof(text), "localhost:%s", argv[1]);
	BIO_set_conn_hostname(bio, text);
	if (BIO_do_connect(bio) != 1)
		return 1;
	snprintf(text, sizeof(text), "GET %s HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n", argv[2]);
	BIO_write(bio, text, (int)strlen(text));
	while ((got = BIO_read(bio, text, sizeof(text))) > 0)
		fwrite(text, 1, (size_t)got, stdout);
	return 0;
}
`;

const SERVER = ['curl', 'openssl', 'gcc'] as const;
const HEADER = '/usr/include/openssl/ssl.h';

export const ownPrograms: readonly Workload[] = [
  {
    id: 'network/own-http',
    about: 'a static program of no package asks a web server every second',
    row: 'own programs',
    needs: needs(...SERVER, 'python3'),
    short: false,
    prepare: async (room) => {
      room.write({ 'client.c': PLAIN, 'www/status': '{"status":"ok"}\n' });
      await room.aside('mkdir bin; gcc -O2 -static -o bin/client client.c 2> /dev/null');
      const port = portOf(room, 3);
      await room.serve(
        `python3 -m http.server --bind 127.0.0.1 -d www ${port}`,
        `curl -sf -o /dev/null http://127.0.0.1:${port}/status`,
      );
    },
    run: async (room) => {
      const said = await room.work(`for i in $(seq 8); do bin/client ${portOf(room, 3)} /status; sleep 1; done`);
      assert.equal(said.match(/"ok"/g)?.length, 8);
    },
  },
  {
    id: 'network/own-https',
    about: 'a static program of no package asks a web server over TLS every second, and downloads',
    row: 'own programs',
    needs: needs(...SERVER, 'gcc:libssl-dev'),
    short: false,
    unfit: () => (existsSync(HEADER) ? undefined : `${HEADER} is missing`),
    prepare: async (room: Room) => {
      await startWebServer(room);
      room.write({ 'client.c': SECURE });
      await room.aside('mkdir bin; gcc -O2 -static -o bin/client client.c -lssl -lcrypto 2> /dev/null');
    },
    run: async (room) => {
      const said = await room.work(`
        for i in $(seq 10); do bin/client ${portOf(room)} /status; sleep 1; done
        bin/client ${portOf(room)} /large > large`);
      assert.equal(said.match(/"ok"/g)?.length, 10);
      assert.ok(room.read('large').endsWith(room.read('www/large')));
    },
  },
];
