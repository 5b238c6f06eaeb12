/* SPDX-License-Identifier: Apache-2.0 */
/* A program with a cipher of its own that opens a session: arguments are a port of this host, and ms to live. */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "report.h"

#ifndef CONSTANTS
#define CONSTANTS 0
#endif

/* Read at run time, so that it stays in the image. */
#if CONSTANTS == 1
static const volatile unsigned char table[] = {
	0x63, 0x7c, 0x77, 0x7b, 0xf2, 0x6b, 0x6f, 0xc5, 0x30, 0x01, 0x67, 0x2b, 0xfe, 0xd7, 0xab, 0x76};
#elif CONSTANTS == 2
static const volatile char table[] = "expand 32-byte k";
#else
static const volatile char table[] = "no cipher at all";
#endif

int main(int argc, char **argv)
{
	struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	char first = table[0];

	inet_pton(AF_INET, "127.0.0.1", &peer.sin_addr);
	REQUIRE(connect(fd, (void *)&peer, sizeof(peer)) == 0);
	REQUIRE(write(fd, &first, 1) == 1);
	usleep(atoi(argv[2]) * 1000);
	return 0;
}
