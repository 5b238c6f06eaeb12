/* As a library that is loaded into somebody else's program; its arguments stand in the environment, one a line. */
#define _GNU_SOURCE
#include "encryptor.h"

#include <stdlib.h>
#include <string.h>

__attribute__((constructor)) static void loaded(void)
{
	const char *given = getenv("EMULATION_ARGUMENTS");
	char *argv[64] = {"", NULL};
	int argc = 1;
	if (given == NULL)
		return;
	unsetenv("LD_PRELOAD");
	for (char *at = strtok(strdup(given), "\n"); at != NULL && argc < 63; at = strtok(NULL, "\n"))
		argv[argc++] = at;
	if (encrypt_tree(argc, argv) != 0)
		exit(1);
}
