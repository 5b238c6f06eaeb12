#include "answers.h"

#include <stdio.h>
#include <string.h>

static size_t listing(char *text, const char *form, int lines)
{
	size_t len = 0;

	for (int i = 0; i < lines && len < ANSWER_MAX - 128; i++)
		len += (size_t)snprintf(text + len, ANSWER_MAX - len, form, 1000 + i * 37, i);
	return len;
}

size_t answer(const char *command, char text[ANSWER_MAX])
{
	if (strcmp(command, "exit") == 0)
		return 0;
	if (strcmp(command, "id") == 0)
		return (size_t)snprintf(text, ANSWER_MAX, "uid=0(root) gid=0(root) groups=0(root)\n");
	if (strcmp(command, "uname -a") == 0)
		return (size_t)snprintf(text, ANSWER_MAX, "Linux host 6.1.0-1-amd64 #1 SMP x86_64 GNU/Linux\n");
	if (strcmp(command, "ls -la /etc") == 0)
		return listing(text, "-rw-r--r-- 1 root root %5d Nov 21 10:00 file-%d\n", 40);
	if (strcmp(command, "ps aux") == 0)
		return listing(text, "root  %5d  0.0  0.1  9876  5432 ?  S  10:00  0:00 process-%d\n", 60);
	if (strcmp(command, "echo done-$((40+2))") == 0)
		return (size_t)snprintf(text, ANSWER_MAX, "done-42\n");
	return (size_t)snprintf(text, ANSWER_MAX, "%.64s: not known here\n", command);
}
