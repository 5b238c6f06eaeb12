/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conversations over loopback between this process and its child: net SCENARIO. Both ends report,
 * each on a line of its own. `net speak FD` is what the inheriting child executes.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "flow.h"
#include "scenario.h"

static unsigned char data[65536], buffer[65536];
static const char *self;

static struct sockaddr_storage loopback(int family, socklen_t *len)
{
	struct sockaddr_storage address = {.ss_family = family};

	if (family == AF_INET6) {
		((struct sockaddr_in6 *)&address)->sin6_addr = in6addr_loopback;
		*len = sizeof(struct sockaddr_in6);
	} else {
		((struct sockaddr_in *)&address)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		*len = sizeof(struct sockaddr_in);
	}
	return address;
}

/* A socket bound to a free loopback port; its address is given back. */
static int bound(int family, int type, struct sockaddr_storage *address, socklen_t *len)
{
	int fd = socket(family, type | SOCK_CLOEXEC, 0);

	*address = loopback(family, len);
	if (fd < 0 || bind(fd, (void *)address, *len) != 0)
		exit(CANNOT);
	REQUIRE(getsockname(fd, (void *)address, len) == 0);
	if (type == SOCK_STREAM)
		REQUIRE(listen(fd, 1) == 0);
	return fd;
}

static void receive(struct account *account, long want)
{
	while (want > 0) {
		long n = recv(account->fd, buffer, want < 65536 ? want : 65536, 0);

		REQUIRE(n > 0);
		RECEIVED(account, buffer, n);
		want -= n;
	}
}

static void wait_for(pid_t child)
{
	int status;

	REQUIRE(waitpid(child, &status, 0) == child && status == 0);
}

/* The client speaks in four different calls, the server answers in two, and again. */
static void client(int family, const struct sockaddr_storage *address, socklen_t len)
{
	struct account account = {.fd = socket(family, SOCK_STREAM, 0), .direction = "out"};
	struct iovec iov[2] = {{data + 700, 150}, {data + 850, 50}};
	struct msghdr message = {.msg_iov = iov, .msg_iovlen = 2};

	REQUIRE(connect(account.fd, (const void *)address, len) == 0);
	SENT(&account, data, write(account.fd, data, 600));
	SENT(&account, data + 600, send(account.fd, data + 600, 100, 0));
	SENT(&account, data + 700, sendmsg(account.fd, &message, 0));
	SENT(&account, data + 700, writev(account.fd, iov, 2));
	receive(&account, 1500);
	SENT(&account, data + 900, sendto(account.fd, data + 900, 64, 0, NULL, 0));
	receive(&account, 10);
	print_account(&account, NULL);
	close(account.fd);
}

static void server(int listener)
{
	struct account account = {.direction = "in"};
	struct iovec iov[2] = {{buffer, 64}, {buffer + 64, 64}};
	struct msghdr message = {.msg_iov = iov, .msg_iovlen = 2};
	long n;

	account.fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	REQUIRE(account.fd >= 0);
	receive(&account, 600 + 100 + 200 + 200);
	SENT(&account, data + 2000, send(account.fd, data + 2000, 1000, 0));
	SENT(&account, data + 3000, write(account.fd, data + 3000, 500));
	n = recvmsg(account.fd, &message, 0);
	REQUIRE(n == 64);
	RECEIVED(&account, buffer, n);
	SENT(&account, data + 5000, write(account.fd, data + 5000, 10));
	print_account(&account, NULL);
	close(account.fd);
}

static void stream(int family)
{
	struct sockaddr_storage address;
	socklen_t len;
	int listener = bound(family, SOCK_STREAM, &address, &len);
	pid_t child = fork();

	if (child == 0) {
		close(listener);
		client(family, &address, len);
		_exit(0);
	}
	server(listener);
	wait_for(child);
}

static void tcp4(void)
{
	stream(AF_INET);
}

static void tcp6(void)
{
	stream(AF_INET6);
}

static void datagrams(int family, bool connected)
{
	struct sockaddr_storage address, peer = {0};
	socklen_t len, peer_len = sizeof(peer);
	struct account account = {.direction = "in", .fd = bound(family, SOCK_DGRAM, &address, &len)};
	pid_t child = fork();

	if (child == 0) {
		struct account mine = {.direction = "out", .fd = socket(family, SOCK_DGRAM, 0)};

		close(account.fd);
		if (connected)
			REQUIRE(connect(mine.fd, (void *)&address, len) == 0);
		for (int i = 0; i < 3; i++) {
			long n = connected ? send(mine.fd, data + i * 100, 100, 0)
					   : sendto(mine.fd, data + i * 100, 100, 0, (void *)&address, len);

			SENT(&mine, data + i * 100, n);
			n = connected ? recv(mine.fd, buffer, sizeof(buffer), 0)
				      : recvfrom(mine.fd, buffer, sizeof(buffer), 0, NULL, NULL);
			RECEIVED(&mine, buffer, n);
		}
		print_account(&mine, &address);
		_exit(0);
	}
	for (int i = 0; i < 3; i++) {
		long n = recvfrom(account.fd, buffer, sizeof(buffer), 0, (void *)&peer, &peer_len);

		RECEIVED(&account, buffer, n);
		n = sendto(account.fd, data + 4000 + i * 200, 200, 0, (void *)&peer, peer_len);
		SENT(&account, data + 4000 + i * 200, n);
	}
	print_account(&account, &peer);
	wait_for(child);
}

static void udp4_connected(void)
{
	datagrams(AF_INET, true);
}

static void udp4_unconnected(void)
{
	datagrams(AF_INET, false);
}

static void udp6_unconnected(void)
{
	datagrams(AF_INET6, false);
}

/* Many datagrams in one call, each way. */
static void udp_many_at_once(void)
{
	struct sockaddr_storage address;
	socklen_t len;
	struct account account = {.direction = "in", .fd = bound(AF_INET, SOCK_DGRAM, &address, &len)};
	struct account mine = {.direction = "out", .fd = socket(AF_INET, SOCK_DGRAM, 0)};
	struct mmsghdr messages[3] = {0};
	struct iovec iov[3];
	struct sockaddr_in from[3];

	REQUIRE(connect(mine.fd, (void *)&address, len) == 0);
	for (int i = 0; i < 3; i++) {
		iov[i] = (struct iovec){data + i * 50, 50};
		messages[i].msg_hdr = (struct msghdr){.msg_iov = &iov[i], .msg_iovlen = 1};
	}
	REQUIRE(sendmmsg(mine.fd, messages, 3, 0) == 3);
	for (int i = 0; i < 3; i++) {
		SENT(&mine, data + i * 50, messages[i].msg_len);
		iov[i] = (struct iovec){buffer + i * 100, 100};
		messages[i].msg_hdr.msg_name = &from[i];
		messages[i].msg_hdr.msg_namelen = sizeof(from[i]);
	}
	REQUIRE(recvmmsg(account.fd, messages, 3, 0, NULL) == 3);
	for (int i = 0; i < 3; i++)
		RECEIVED(&account, buffer + i * 100, messages[i].msg_len);
	print_account(&mine, NULL);
	len = sizeof(address);
	REQUIRE(getsockname(mine.fd, (void *)&address, &len) == 0);
	print_account(&account, &address);
}

/* Looks at what is there before it takes it: it is received once. */
static void peeked(void)
{
	struct sockaddr_storage address;
	socklen_t len;
	int listener = bound(AF_INET, SOCK_STREAM, &address, &len);
	struct account mine = {.direction = "out", .fd = socket(AF_INET, SOCK_STREAM, 0)};
	struct account account = {.direction = "in"};

	REQUIRE(connect(mine.fd, (void *)&address, len) == 0);
	account.fd = accept(listener, NULL, NULL);
	SENT(&mine, data, write(mine.fd, data, 200));
	REQUIRE(recv(account.fd, buffer, 200, MSG_PEEK | MSG_WAITALL) == 200);
	receive(&account, 200);
	print_account(&mine, NULL);
	print_account(&account, NULL);
}

static void by_sendfile(void)
{
	struct sockaddr_storage address;
	socklen_t len;
	int listener = bound(AF_INET, SOCK_STREAM, &address, &len);
	struct account mine = {.direction = "out", .fd = socket(AF_INET, SOCK_STREAM, 0), .spliced = true};
	int file = open(self, O_RDONLY);

	REQUIRE(connect(mine.fd, (void *)&address, len) == 0);
	int accepted = accept(listener, NULL, NULL);
	SENT(&mine, NULL, sendfile(mine.fd, file, NULL, 5000));
	for (long want = 5000; want > 0;)
		want -= read(accepted, buffer, want);
	print_account(&mine, NULL);
}

/* More than histograms count, in messages that are longer than a sample. */
static void much(void)
{
	struct sockaddr_storage address;
	socklen_t len;
	int listener = bound(AF_INET, SOCK_STREAM, &address, &len);
	struct account mine = {.direction = "out", .fd = socket(AF_INET, SOCK_STREAM, 0)};
	pid_t child;

	REQUIRE(connect(mine.fd, (void *)&address, len) == 0);
	child = fork();
	if (child == 0) {
		int accepted = accept(listener, NULL, NULL);

		close(mine.fd);
		while (read(accepted, buffer, sizeof(buffer)) > 0)
			;
		_exit(0);
	}
	for (int i = 0; i < 10; i++)
		SENT(&mine, data, write(mine.fd, data, 60000));
	print_account(&mine, NULL);
	close(mine.fd);
	wait_for(child);
}

/* What a reverse shell does: connects, puts the socket on 0 to 2, and executes what will speak. */
static void put_on_stdio(void)
{
	struct sockaddr_storage address;
	socklen_t len;
	int listener = bound(AF_INET, SOCK_STREAM, &address, &len), accepted;
	int out = dup(1);
	pid_t child = fork();

	if (child == 0) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);
		char report[16];

		REQUIRE(connect(fd, (void *)&address, len) == 0);
		snprintf(report, sizeof(report), "%d", out);
		REQUIRE(dup2(fd, 0) == 0 && dup2(fd, 1) == 1 && close(fd) == 0);
		execl(self, self, "speak", report, (char *)NULL);
		_exit(98);
	}
	accepted = accept(listener, NULL, NULL);
	REQUIRE(write(accepted, data, 40) == 40);
	for (long want = 300; want > 0;) {
		long n = read(accepted, buffer, want);

		REQUIRE(n > 0);
		want -= n;
	}
	wait_for(child);
}

/* A child speaks through the socket that its parent connected. */
static void born_with_it(void)
{
	struct sockaddr_storage address;
	socklen_t len;
	int listener = bound(AF_INET, SOCK_STREAM, &address, &len), accepted;
	struct account account = {.fd = socket(AF_INET, SOCK_STREAM, 0), .direction = "out", .inherited = true};
	pid_t child;

	REQUIRE(connect(account.fd, (void *)&address, len) == 0);
	accepted = accept(listener, NULL, NULL);
	child = fork();
	if (child == 0) {
		SENT(&account, data, write(account.fd, data, 120));
		RECEIVED(&account, buffer, read(account.fd, buffer, 80));
		print_account(&account, NULL);
		_exit(0);
	}
	close(account.fd);
	REQUIRE(read(accepted, buffer, 120) == 120 && write(accepted, data + 500, 80) == 80);
	wait_for(child);
}

static void speak(int out)
{
	struct account account = {.fd = 0, .direction = "out"};

	RECEIVED(&account, buffer, read(0, buffer, 40));
	SENT(&account, data + 100, write(1, data + 100, 300));
	REQUIRE(dup2(out, 1) == 1);
	print_account(&account, NULL);
}

static const struct scenario scenarios[] = {
	SCENARIO(tcp4),
	SCENARIO(tcp6),
	SCENARIO(udp4_connected),
	SCENARIO(udp4_unconnected),
	SCENARIO(udp6_unconnected),
	SCENARIO(udp_many_at_once),
	SCENARIO(peeked),
	SCENARIO(by_sendfile),
	SCENARIO(much),
	SCENARIO(put_on_stdio),
	SCENARIO(born_with_it),
};

/* Reports longer than a pipe takes in one piece would mix. */
static char output[1 << 17];

int main(int argc, char **argv)
{
	unsigned state = 17;

	REQUIRE(argc >= 2);
	setvbuf(stdout, output, _IOFBF, sizeof(output));
	self = argv[0];
	for (size_t i = 0; i < sizeof(data); i++) {
		state = state * 1664525u + 1013904223u;
		data[i] = state >> 24;
	}
	if (strcmp(argv[1], "speak") == 0)
		speak(atoi(argv[2]));
	else
		RUN_SCENARIO(scenarios, argv[1]);
	return 0;
}
