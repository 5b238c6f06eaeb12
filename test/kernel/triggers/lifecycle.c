/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forks, ends and images: lifecycle SCENARIO [FILE]. Reports the children that it made and what
 * wait(2) said of them.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report.h"
#include "scenario.h"

extern char **environ;
static const char *file;

static void report(pid_t child)
{
	int status;

	REQUIRE(waitpid(child, &status, 0) == child);
	printf("{\"pid\":%d,\"child\":%d,\"status\":%d}\n", getpid(), child, status);
	fflush(stdout);
}

static void exits_with(int code, int signal)
{
	pid_t child = fork();

	if (child == 0) {
		if (signal) {
			raise(signal);
			pause();
		}
		_exit(code);
	}
	report(child);
}

static void exit_codes(void)
{
	exits_with(0, 0);
	exits_with(7, 0);
	exits_with(255, 0);
	exits_with(0, SIGKILL);
	exits_with(0, SIGTERM);
}

static void vforked(void)
{
	char *argv[] = {"true", NULL};
	pid_t child;

	REQUIRE(posix_spawn(&child, "/bin/true", NULL, NULL, argv, environ) == 0);
	report(child);
}

/* Two forks deep, the middle one gone first. */
static void orphaned(void)
{
	pid_t child = fork();

	if (child == 0) {
		if (fork() == 0) {
			usleep(30000);
			printf("{\"pid\":%d,\"grandchild\":1}\n", getpid());
			fflush(stdout);
		}
		_exit(3);
	}
	report(child);
	usleep(80000);
}

static void *nothing(void *unused)
{
	usleep(1000);
	return unused;
}

/* Threads come and go: that is neither a fork nor an end of a process. */
static void threads(void)
{
	pthread_t thread[8];

	for (int i = 0; i < 8; i++)
		REQUIRE(pthread_create(&thread[i], NULL, nothing, NULL) == 0);
	for (int i = 0; i < 8; i++)
		pthread_join(thread[i], NULL);
	printf("{\"pid\":%d}\n", getpid());
}

static void *executes(void *unused)
{
	execl("/bin/sleep", "sleep", "0.02", (char *)NULL);
	return unused;
}

/* An execve by another thread than the leader: the process keeps its identity. */
static void exec_by_thread(void)
{
	pthread_t thread;

	printf("{\"pid\":%d}\n", getpid());
	fflush(stdout);
	pthread_create(&thread, NULL, executes, NULL);
	pause();
}

/* The leader ends first, the process goes on until its last thread does. */
static void *outlives_leader(void *unused)
{
	usleep(60000);
	printf("{\"pid\":%d}\n", getpid());
	fflush(stdout);
	_exit(5);
	return unused;
}

static void leader_leaves(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, outlives_leader, NULL);
	pthread_exit(NULL);
}

static void copy_to(int out)
{
	int in = open(file, O_RDONLY);
	struct stat st;
	long left;

	REQUIRE(in >= 0 && fstat(in, &st) == 0);
	for (left = st.st_size; left > 0;) {
		long n = sendfile(out, in, NULL, left);

		REQUIRE(n > 0);
		left -= n;
	}
	close(in);
}

/* FILE is executed from memory. */
static void memory_image(void)
{
	char *argv[] = {"kworker", "from memory", NULL};
	int fd = memfd_create("quiet", MFD_CLOEXEC);

	REQUIRE(fd >= 0);
	copy_to(fd);
	fexecve(fd, argv, environ);
	REQUIRE(!"fexecve");
}

/* A copy of FILE is executed that has no name any more. */
static void deleted_image(void)
{
	char *argv[] = {"gone", NULL};
	int out = open("copy", O_WRONLY | O_CREAT | O_TRUNC, 0700), fd;

	copy_to(out);
	close(out);
	fd = open("copy", O_RDONLY | O_CLOEXEC);
	REQUIRE(unlink("copy") == 0);
	fexecve(fd, argv, environ);
	REQUIRE(!"fexecve");
}

/* FILE is executed as it is: a script, in one of the tests. */
static void runs_file(void)
{
	execl(file, file, "one", "two", (char *)NULL);
	REQUIRE(!"execl");
}

static void fails_to_run(void)
{
	REQUIRE(execl("/nonexistent/program", "program", (char *)NULL) < 0);
	printf("{\"pid\":%d}\n", getpid());
}

static const struct scenario scenarios[] = {
	SCENARIO(exit_codes),
	SCENARIO(vforked),
	SCENARIO(orphaned),
	SCENARIO(threads),
	SCENARIO(exec_by_thread),
	SCENARIO(leader_leaves),
	SCENARIO(memory_image),
	SCENARIO(deleted_image),
	SCENARIO(runs_file),
	SCENARIO(fails_to_run),
};

int main(int argc, char **argv)
{
	REQUIRE(argc >= 2);
	file = argc > 2 ? argv[2] : "";
	RUN_SCENARIO(scenarios, argv[1]);
	return 0;
}
