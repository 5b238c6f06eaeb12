/*
 * AN0401: a static implant with a cipher of its own that sends a lot and hears little.
 * usage: upload ADDRESS PORT BYTES
 */
#include <stdlib.h>
#include <sys/socket.h>

#include "frames.h"
#include "link.h"

int main(int argc, char **argv)
{
	static char piece[32768];
	struct frames f;
	long left, at = 0;

	if (argc != 4)
		return 64;
	left = atol(argv[3]);
	frames_begin(&f, link_open(argv[1], argv[2], SOCK_STREAM), 0);
	while (left > 0) {
		long len = left < (long)sizeof(piece) ? left : (long)sizeof(piece);

		for (long i = 0; i < len; i++)
			piece[i] = (char)('a' + (at + i) % 26);
		frames_send(&f, piece, (size_t)len);
		at += len;
		left -= len;
	}
	return frames_receive(&f, piece, sizeof(piece)) < 0;
}
