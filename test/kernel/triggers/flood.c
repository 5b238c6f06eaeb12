/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sessions as fast as they can be made: flood COUNT opens so many over loopback, one after the other, says a byte in each and
 * resets it. A thread accepts them and closes them. Tells how long it took.
 */
#include <pthread.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <time.h>
#include <unistd.h>

#include "report.h"

static int listener;

static void *serve(void *unused)
{
	char byte;

	(void)unused;
	for (;;) {
		int fd = accept(listener, NULL, NULL);

		if (fd < 0)
			return NULL;
		(void)!read(fd, &byte, 1);
		close(fd);
	}
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	/* a reset leaves no port behind that waits */
	struct linger reset = {.l_onoff = 1, .l_linger = 0};
	socklen_t len = sizeof(address);
	long count = argc == 2 ? atol(argv[1]) : 0;
	pthread_t server;
	double from;

	REQUIRE(count > 0);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	REQUIRE(bind(listener, (void *)&address, len) == 0 && listen(listener, 512) == 0);
	REQUIRE(getsockname(listener, (void *)&address, &len) == 0);
	REQUIRE(pthread_create(&server, NULL, serve, NULL) == 0);
	from = now();
	for (long i = 0; i < count; i++) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);

		REQUIRE(connect(fd, (void *)&address, len) == 0);
		REQUIRE(write(fd, "x", 1) == 1);
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
		close(fd);
	}
	printf("{\"count\":%ld,\"ms\":%.1f,\"port\":%d}\n", count, now() - from, ntohs(address.sin_port));
	return 0;
}
