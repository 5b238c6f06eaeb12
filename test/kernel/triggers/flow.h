/* SPDX-License-Identifier: Apache-2.0 */
/* A trigger's own account of one socket: what it sent and received, message by message. */
#ifndef CIPHERWATCH_TEST_FLOW_H
#define CIPHERWATCH_TEST_FLOW_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report.h"

#define STREAM_MAX 8192

struct flow {
	long long bytes;
	int messages;
	int first_len;
	int kept;
	unsigned char stream[STREAM_MAX]; /* its beginning, messages one after the other */
};

struct account {
	int fd;
	const char *direction;
	bool inherited, spliced;
	int turns;
	int last; /* 0 nothing yet, 1 sent, 2 received */
	struct flow tx, rx;
};

static inline void moved(struct account *account, bool out, const void *data, long n)
{
	struct flow *flow = out ? &account->tx : &account->rx;
	int way = out ? 1 : 2;
	long keep = n;

	REQUIRE(n > 0);
	if (account->last && account->last != way)
		account->turns++;
	account->last = way;
	if (flow->messages++ == 0)
		flow->first_len = n < 512 ? n : 512;
	flow->bytes += n;
	if (keep > STREAM_MAX - flow->kept)
		keep = STREAM_MAX - flow->kept;
	if (data) {
		memcpy(flow->stream + flow->kept, data, keep);
		flow->kept += keep;
	}
}

#define SENT(account, data, n) moved(account, true, data, n)
#define RECEIVED(account, data, n) moved(account, false, data, n)

static inline void print_flow(const char *key, const struct flow *flow)
{
	printf("\"%s\":{", key);
	key_int("bytes", flow->bytes);
	key_int("messages", flow->messages);
	key_hex("first", flow->stream, flow->kept ? flow->first_len : 0);
	key_hex("stream", flow->stream, flow->kept);
	printf("\"end\":1},");
}

static inline void print_address(const char *key, const struct sockaddr_storage *address)
{
	char text[INET6_ADDRSTRLEN] = "";
	int port;

	if (address->ss_family == AF_INET6) {
		const struct sockaddr_in6 *in6 = (const void *)address;

		inet_ntop(AF_INET6, &in6->sin6_addr, text, sizeof(text));
		port = ntohs(in6->sin6_port);
	} else {
		const struct sockaddr_in *in = (const void *)address;

		inet_ntop(AF_INET, &in->sin_addr, text, sizeof(text));
		port = ntohs(in->sin_port);
	}
	printf("\"%s\":{\"address\":\"%s\",\"port\":%d},", key, text, port);
}

/* Tells the account; `remote` may be null when the socket is connected. */
static inline void print_account(const struct account *account, const struct sockaddr_storage *remote)
{
	struct sockaddr_storage local = {0}, peer = {0};
	socklen_t len = sizeof(local), peer_len = sizeof(peer);
	struct stat st, ns;

	REQUIRE(getsockname(account->fd, (void *)&local, &len) == 0);
	if (!remote) {
		REQUIRE(getpeername(account->fd, (void *)&peer, &peer_len) == 0);
		remote = &peer;
	}
	REQUIRE(fstat(account->fd, &st) == 0 && stat("/proc/self/ns/net", &ns) == 0);
	printf("{");
	key_int("pid", getpid());
	key_text("direction", account->direction);
	key_int("inherited", account->inherited);
	key_int("spliced", account->spliced);
	key_int("turns", account->turns);
	key_id("socket", st.st_ino);
	key_int("namespace", ns.st_ino);
	print_address("local", &local);
	print_address("remote", remote);
	print_flow("tx", &account->tx);
	print_flow("rx", &account->rx);
	printf("\"end\":1}\n");
	fflush(stdout);
}

#endif
