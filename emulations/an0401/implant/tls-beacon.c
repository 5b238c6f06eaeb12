/*
 * AN0401: a static implant that calls back over TLS, in a session for each callback or in one for all of them.
 * usage: tls-beacon ADDRESS PORT NAME ALPN each|one COUNT INTERVAL JITTER   (NAME, ALPN: "-" for none)
 */
#include <string.h>

#include "schedule.h"
#include "tls.h"

int main(int argc, char **argv)
{
	struct schedule plan;
	struct tls *t = NULL;
	char text[512];
	int each;

	if (argc != 9)
		return 64;
	each = strcmp(argv[5], "each") == 0;
	plan = schedule_of(argv + 6);
	for (int i = 0; i < plan.count; i++) {
		if (i > 0)
			schedule_wait(&plan);
		if (!t)
			t = tls_open(argv[1], argv[2], argv[3], argv[4]);
		tls_send(t, text, (size_t)schedule_says(i, text, sizeof(text)));
		if (tls_receive(t, text, sizeof(text)) < 0)
			return 1;
		if (each) {
			tls_close(t);
			t = NULL;
		}
	}
	return 0;
}
