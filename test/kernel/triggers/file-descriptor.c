/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ways in which a descriptor is shared and given up: file-descriptor SCENARIO, in a directory
 * that holds `existing`, 10,000 bytes. Each process that used the file reports on a line of its own.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "ledger.h"
#include "scenario.h"

#define SIZE 10000

static unsigned char data[4096];

static struct use *opened(int flags)
{
	struct use *use = use_of(open("existing", flags), "existing", "write");

	did_write(use, 0, write(use->fd, data, 100), data);
	return use;
}

/* The one that was closed first was not the last. */
static void duplicate_lives_on(void)
{
	struct use *use = opened(O_RDWR);
	int copy = dup(use->fd);

	REQUIRE(close(use->fd) == 0);
	use->fd = copy;
	did_write(use, 100, write(copy, data + 100, 200), data + 100);
	use_ends(use);
	close(copy);
}

static void fcntl_duplicate(void)
{
	struct use *use = opened(O_RDWR);
	int copy = fcntl(use->fd, F_DUPFD_CLOEXEC, 100);

	REQUIRE(copy >= 100);
	did_write(use, 100, write(copy, data, 50), data);
	REQUIRE(close(copy) == 0);
	did_write(use, 150, write(use->fd, data, 60), data);
	use_ends(use);
	close(use->fd);
}

static void closed_by_range(void)
{
	struct use *use = opened(O_RDWR);

	use_ends(use);
	REQUIRE(syscall(SYS_close_range, use->fd, use->fd + 10, 0) == 0);
}

/* dup2 over the descriptor closes the file that it was. */
static void replaced_by_dup2(void)
{
	struct use *use = opened(O_RDWR);
	int other = open("/dev/null", O_RDONLY);

	use_ends(use);
	REQUIRE(dup2(other, use->fd) == use->fd);
}

static void replaced_by_dup3(void)
{
	struct use *use = opened(O_RDWR);
	int other = open("/dev/null", O_RDONLY);

	use_ends(use);
	REQUIRE(syscall(SYS_dup3, other, use->fd, O_CLOEXEC) == use->fd);
}

static void left_open_at_exit(void)
{
	use_ends(opened(O_RDWR));
}

/* The report comes first, since the image that would print it is gone afterwards. */
static void closed_on_exec(void)
{
	use_ends(opened(O_RDWR | O_CLOEXEC));
	print_uses();
	execl("/bin/sleep", "sleep", "0.1", (char *)NULL);
	REQUIRE(!"exec");
}

/* A child writes through the descriptor that it was born with; the offset is shared. */
static void inherited_by_fork(void)
{
	struct use *use = opened(O_RDWR);
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		int fd = use->fd;

		memset(uses, 0, sizeof(uses));
		use_count = 0;
		use = use_of(fd, "existing", "write");
		use->inherited = true;
		did_write(use, 100, write(fd, data + 100, 300), data + 100);
		use_ends(use);
		print_uses();
		_exit(0);
	}
	REQUIRE(waitpid(child, &status, 0) == child && status == 0);
	use_ends(use);
	close(use->fd);
}

/* A child appends through the descriptor that it was born with: nothing that was there is overwritten. */
static void inherited_append(void)
{
	int fd = open("existing", O_RDWR), status;
	pid_t child = fork();

	if (child == 0) {
		struct use *use = use_of(fd, "existing", "write");

		use->inherited = true;
		REQUIRE(lseek(fd, 0, SEEK_END) == SIZE);
		did_write(use, SIZE, write(fd, data, 500), data);
		did_write(use, SIZE + 500, write(fd, data + 500, 500), data + 500);
		use_ends(use);
		print_uses();
		_exit(0);
	}
	REQUIRE(waitpid(child, &status, 0) == child && status == 0);
	close(fd);
}

/* A descriptor that came through a unix socket, used by a process that never opened the file. */
static void passed_by_socket(void)
{
	int pair[2], status, fd;
	char control[CMSG_SPACE(sizeof(int))] = {0}, byte = 1;
	struct iovec iov = {&byte, 1};
	struct msghdr message = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)};
	pid_t child;

	REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
	child = fork();
	if (child == 0) {
		struct use *use;

		REQUIRE(recvmsg(pair[1], &message, 0) == 1);
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
		use = use_of(fd, "existing", "write");
		use->inherited = true;
		did_write(use, 0, write(fd, data, 400), data);
		use_ends(use);
		close(fd);
		print_uses();
		_exit(0);
	}
	fd = open("existing", O_RDWR);
	CMSG_FIRSTHDR(&message)->cmsg_level = SOL_SOCKET;
	CMSG_FIRSTHDR(&message)->cmsg_type = SCM_RIGHTS;
	CMSG_FIRSTHDR(&message)->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(CMSG_FIRSTHDR(&message)), &fd, sizeof(fd));
	REQUIRE(sendmsg(pair[0], &message, 0) == 1);
	REQUIRE(waitpid(child, &status, 0) == child && status == 0);
}

static struct use *shared;

static void *writes_second(void *unused)
{
	(void)unused;
	did_write(shared, 100, write(shared->fd, data + 100, 150), data + 100);
	return NULL;
}

/* Threads are one process. */
static void used_by_threads(void)
{
	pthread_t thread;

	shared = opened(O_RDWR);
	REQUIRE(pthread_create(&thread, NULL, writes_second, NULL) == 0);
	REQUIRE(pthread_join(thread, NULL) == 0);
	use_ends(shared);
	close(shared->fd);
}

/* Two files at once, each with its own account. */
static void two_at_once(void)
{
	struct use *first = opened(O_RDWR);
	struct use *second = use_of(open("made", O_RDWR | O_CREAT, 0600), "made", "write");

	second->created = true;
	did_write(second, 0, write(second->fd, data, 33), data);
	did_write(first, 100, write(first->fd, data + 100, 44), data + 100);
	use_ends(first);
	use_ends(second);
	close(first->fd);
	close(second->fd);
}

static const struct scenario scenarios[] = {
	SCENARIO(duplicate_lives_on),
	SCENARIO(fcntl_duplicate),
	SCENARIO(closed_by_range),
	SCENARIO(replaced_by_dup2),
	SCENARIO(replaced_by_dup3),
	SCENARIO(left_open_at_exit),
	SCENARIO(closed_on_exec),
	SCENARIO(inherited_by_fork),
	SCENARIO(passed_by_socket),
	SCENARIO(used_by_threads),
	SCENARIO(two_at_once),
	SCENARIO(inherited_append),
};

/* Reports longer than a pipe takes in one piece would mix. */
static char output[1 << 17];

int main(int argc, char **argv)
{
	REQUIRE(argc == 2);
	setvbuf(stdout, output, _IOFBF, sizeof(output));
	fill(data, sizeof(data), 11);
	RUN_SCENARIO(scenarios, argv[1]);
	print_uses();
	return 0;
}
