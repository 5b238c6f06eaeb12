/* SPDX-License-Identifier: Apache-2.0 */
#include "scout.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "installed.h"
#include "privilege.h"
#include "scout_work.h"

#define QUEUE_BYTES (512 * 1024)

static void become_scout(int fd)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGTERM, SIG_IGN); /* the sensor's end is the scout's */
	signal(SIGINT, SIG_IGN);
	setpriority(PRIO_PROCESS, 0, 5);
	dup2(fd, 3);
	syscall(SYS_close_range, 4, ~0u, 0);
	close(0);
	close(1);
	installed_open();
	prctl(PR_SET_NAME, "cipherwatch-sco");
	if (privilege_read_only() == 0)
		scout_work(3);
	_exit(0);
}

int scout_start(pid_t *pid)
{
	int pair[2], size = QUEUE_BYTES;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return -1;
	setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	*pid = fork();
	if (*pid == 0)
		become_scout(pair[1]);
	close(pair[1]);
	if (*pid > 0)
		return pair[0];
	close(pair[0]);
	return -1;
}

bool scout_send(int fd, const struct scout_ask *ask)
{
	return send(fd, ask, sizeof(*ask), MSG_DONTWAIT | MSG_NOSIGNAL) == sizeof(*ask);
}

int scout_take(int fd, struct scout_answer *answer, int *image)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec iov = {.iov_base = answer, .iov_len = sizeof(*answer)};
	struct msghdr message = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)};
	struct cmsghdr *c;
	ssize_t n = recvmsg(fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);

	*image = -1;
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	c = CMSG_FIRSTHDR(&message);
	if (c && c->cmsg_type == SCM_RIGHTS)
		memcpy(image, CMSG_DATA(c), sizeof(int));
	if (n != sizeof(*answer) || answer->functions > CW_IMAGE_PROBES) {
		if (*image >= 0)
			close(*image);
		return -1;
	}
	return 1;
}
