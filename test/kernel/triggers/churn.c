/* SPDX-License-Identifier: Apache-2.0 */
/* Opens, writes and closes over and over: churn CYCLES FILE. Reports how long it took. */
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "report.h"

static double now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return at.tv_sec * 1e3 + at.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
	static const char line[] = "one line of a log file that is opened for each line, as some programs do\n";
	double from;
	int cycles;

	REQUIRE(argc == 3);
	cycles = atoi(argv[1]);
	from = now();
	for (int i = 0; i < cycles; i++) {
		int fd = open(argv[2], O_WRONLY | O_CREAT, 0600);

		REQUIRE(fd >= 0 && write(fd, line, sizeof(line) - 1) == sizeof(line) - 1);
		close(fd);
	}
	printf("{\"pid\":%d,\"cycles\":%d,\"bytes\":%d,\"ms\":%.3f}\n", getpid(), cycles, (int)sizeof(line) - 1,
		now() - from);
	return 0;
}
