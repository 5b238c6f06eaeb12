/*
 * AN0401: a static implant that calls back over TLS: in one session, in a session for each callback, or in a new process for each.
 * usage: tls-beacon ADDRESS PORT NAME ALPN one|each|new COUNT INTERVAL JITTER   (NAME, ALPN: "-" for none)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "link.h"
#include "schedule.h"
#include "tls.h"

/* This program once more, for one callback, whose number stands in front of its name. */
static void once_more(char **argv, int number)
{
	char name[32];
	int status;
	pid_t child;

	snprintf(name, sizeof(name), "%d", number);
	child = fork();
	if (child < 0)
		link_fail("fork");
	if (child == 0) {
		char *again[] = { name, argv[1], argv[2], argv[3], argv[4], "each", "1", "0", argv[8], NULL };

		execv("/proc/self/exe", again);
		_exit(70);
	}
	if (waitpid(child, &status, 0) != child || status != 0)
		exit(1);
}

int main(int argc, char **argv)
{
	struct schedule plan;
	struct tls *t = NULL;
	char text[8192];
	int each, new;

	if (argc != 9)
		return 64;
	link_refuse_others(argv[1]);
	each = strcmp(argv[5], "each") == 0;
	new = strcmp(argv[5], "new") == 0;
	plan = schedule_of(argv + 6);
	for (int i = 0; i < plan.count; i++) {
		if (i > 0)
			schedule_wait(&plan);
		if (new) {
			once_more(argv, i);
			continue;
		}
		if (!t)
			t = tls_open(argv[1], argv[2], argv[3], argv[4]);
		tls_send(t, text, (size_t)schedule_says(&plan, i + atoi(argv[0]), text, sizeof(text)));
		if (tls_receive(t, text, sizeof(text)) < 0)
			return 1;
		if (each) {
			tls_close(t);
			t = NULL;
		}
	}
	return 0;
}
