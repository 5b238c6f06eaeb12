/* SPDX-License-Identifier: Apache-2.0 */
/* Puts things that processes talk through on descriptors 0 to 2: stdio KIND SLOT. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "report.h"

static int connected(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0), fd = socket(AF_INET, SOCK_STREAM, 0);

	REQUIRE(bind(listener, (void *)&address, len) == 0 && listen(listener, 1) == 0);
	REQUIRE(getsockname(listener, (void *)&address, &len) == 0);
	REQUIRE(connect(fd, (void *)&address, len) == 0);
	return fd;
}

static int made(const char *kind, int *other)
{
	int pair[2];

	if (strcmp(kind, "pipe") == 0) {
		REQUIRE(pipe(pair) == 0);
	} else if (strcmp(kind, "unix") == 0) {
		REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
	} else if (strcmp(kind, "fifo") == 0) {
		REQUIRE(mkfifo("fifo", 0600) == 0);
		pair[0] = pair[1] = open("fifo", O_RDWR);
	} else if (strcmp(kind, "inet") == 0) {
		pair[0] = pair[1] = connected();
	} else {
		pair[0] = pair[1] = open("plain", O_RDWR | O_CREAT, 0600);
	}
	REQUIRE(pair[0] >= 0);
	*other = pair[1];
	return pair[0];
}

int main(int argc, char **argv)
{
	struct stat st, peer;
	struct sockaddr_in address = {0};
	socklen_t len = sizeof(address);
	int slot, fd, other, out;

	REQUIRE(argc == 3);
	slot = atoi(argv[2]);
	out = fcntl(1, F_DUPFD, 100);
	fd = made(argv[1], &other);
	REQUIRE(fstat(fd, &st) == 0 && fstat(other, &peer) == 0);
	if (slot == 2)
		REQUIRE(dup3(fd, slot, O_CLOEXEC) == slot);
	else
		REQUIRE(dup2(fd, slot) == slot);
	if (strcmp(argv[1], "inet") == 0)
		REQUIRE(getpeername(fd, (void *)&address, &len) == 0);
	REQUIRE(dup2(out, 1) == 1);
	printf("{");
	key_int("pid", getpid());
	key_int("slot", slot);
	key_int("dev", KERNEL_DEV(st.st_dev));
	key_id("ino", st.st_ino);
	key_id("peerIno", peer.st_ino);
	key_int("remotePort", ntohs(address.sin_port));
	printf("\"end\":1}\n");
	return 0;
}
