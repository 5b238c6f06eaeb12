/* How the program comes to run: as it was started, from memory, without its image, or away from who started it. */
#define _GNU_SOURCE
#include "encryptor.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The directory that an emulation acts in: only an image in there may be removed. */
static void remove_own_image(void)
{
	const char *ground = getenv("EMULATION_GROUND");
	char image[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", image, sizeof(image) - 1);
	if (n < 0)
		fail("find", "its own image");
	image[n] = 0;
	if (ground == NULL || strncmp(image, ground, strlen(ground)) != 0)
		fail("its image is not an emulation's own:", image);
	if (unlink(image) < 0)
		fail("remove", image);
}

static void start_from_memory(char **argv)
{
	if (getenv("EMULATION_FROM_MEMORY") != NULL)
		return;
	int image = open("/proc/self/exe", O_RDONLY), memory = memfd_create("", MFD_CLOEXEC);
	struct stat status;
	if (image < 0 || memory < 0 || fstat(image, &status) < 0)
		fail("copy", "its own image");
	for (off_t at = 0; at < status.st_size;)
		if (sendfile(memory, image, &at, status.st_size - at) <= 0)
			fail("copy", "its own image");
	setenv("EMULATION_FROM_MEMORY", "1", 1);
	fexecve(memory, argv, environ);
	fail("start", "from memory");
}

/* Two forks and a session of its own; then it waits until it is an orphan. */
static void leave_parent(void)
{
	if (fork() > 0)
		exit(0);
	setsid();
	pid_t parent = getpid();
	if (fork() > 0)
		_exit(0);
	while (getppid() == parent)
		usleep(1000);
	/* whatever happens, it does not stay */
	alarm(300);
}

void launch(const struct options *options, char **argv)
{
	if (strcmp(options->launch, "memfd") == 0)
		start_from_memory(argv);
	else if (strcmp(options->launch, "unlinked") == 0)
		remove_own_image();
	else if (strcmp(options->launch, "daemon") == 0)
		leave_parent();
}
