/*
 * AN0401: a program of no package that uploads over TLS, as rclone does.
 * usage: tls-upload ADDRESS PORT NAME ALPN BYTES   (NAME, ALPN: "-" for none)
 */
#include <stdlib.h>

#include "tls.h"

int main(int argc, char **argv)
{
	static char piece[32768];
	struct tls *t;
	long left, at = 0;

	if (argc != 6)
		return 64;
	left = atol(argv[5]);
	t = tls_open(argv[1], argv[2], argv[3], argv[4]);
	while (left > 0) {
		long len = left < (long)sizeof(piece) ? left : (long)sizeof(piece);

		for (long i = 0; i < len; i++)
			piece[i] = (char)('a' + (at + i) % 26);
		tls_send(t, piece, (size_t)len);
		at += len;
		left -= len;
	}
	return tls_receive(t, piece, sizeof(piece)) < 0;
}
