/* SPDX-License-Identifier: Apache-2.0 */
/* What the scout does with a question. It runs under the filter of privilege.c: see there for the calls it may make. */
#include "scout_work.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include "constants.h"
#include "image_set.h"
#include "installed.h"
#include "process_maps.h"
#include "scout.h"

#define SEARCHES 256 /* that wait */
#define PAUSE_NS 1000000

static struct image_set looked_into, searched;
static struct process_mapping mappings[MAPS_MAX];
static struct scout_ask waiting[SEARCHES];
static unsigned first, last;
static struct scout_answer search; /* the one that is under way */
static int search_fd = -1;

static bool regular(int fd, struct stat *st)
{
	return fstat(fd, st) == 0 && S_ISREG(st->st_mode);
}

/* Gives an answer, with the image where it is wanted; waits for a sensor that is busy. */
static void reply(int fd, struct scout_answer *answer, int image)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = {0};
	struct iovec iov = {.iov_base = answer, .iov_len = sizeof(*answer)};
	struct msghdr message = {.msg_iov = &iov, .msg_iovlen = 1};

	if (image >= 0) {
		struct cmsghdr *c;

		message.msg_control = &control;
		message.msg_controllen = sizeof(control);
		c = CMSG_FIRSTHDR(&message);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &image, sizeof(int));
	}
	while (sendmsg(fd, &message, MSG_NOSIGNAL) < 0 && errno == EINTR) {
	}
}

/* Looks for functions in an image, and tells when there are any. */
static void look_into(int fd, const struct scout_ask *ask, int image)
{
	struct scout_answer answer = {.ask = *ask};
	struct elf_image elf;
	struct stat st;

	if (!regular(image, &st) || !elf_open(&elf, image, st.st_size))
		return;
	answer.size = st.st_size;
	answer.functions = elf_cipher_functions(&elf, answer.found);
	if (answer.functions)
		reply(fd, &answer, image);
}

/* Looks for functions in what a process has mapped: everything, or one file of it. */
static void look_at_process(int fd, struct scout_ask *ask)
{
	unsigned n = maps_read(ask->process.pid, mappings);
	__u64 ino = ask->ino;
	__u32 dev = ask->dev;

	for (unsigned i = 0; i < n; i++) {
		const struct process_mapping *m = &mappings[i];
		int image;

		if (ask->what == SCOUT_FUNCTIONS && (m->ino != ino || m->dev != dev))
			continue;
		if (ask->what == SCOUT_MAPPED && image_set_has(&looked_into, m->dev, m->ino, IMAGE_SET_LAPSE_NS))
			continue;
		image = maps_open(ask->process.pid, m);
		if (image < 0)
			continue;
		ask->ino = m->ino;
		ask->dev = m->dev;
		look_into(fd, ask, image);
		image_set_add(&looked_into, m->dev, m->ino);
		close(image);
	}
}

/* Before anybody uses them: what packages installed where the loader looks. */
static void look_at_installed(int fd, struct scout_ask *ask)
{
	int image;

	while ((image = installed_next()) >= 0) {
		struct stat st;

		if (regular(image, &st)) {
			ask->ino = st.st_ino;
			ask->dev = major(st.st_dev) << 20 | minor(st.st_dev);
			look_into(fd, ask, image);
			image_set_add(&looked_into, ask->dev, ask->ino);
		}
		close(image);
	}
}

/* The program file of a process, and its device as the kernel names it, which stat may tell otherwise. */
static int open_program(struct scout_ask *ask, struct stat *st)
{
	unsigned n = maps_read(ask->process.pid, mappings);
	char path[32];
	int image;

	snprintf(path, sizeof(path), "/proc/%u/exe", ask->process.pid);
	image = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (image < 0)
		return -1;
	if (!regular(image, st)) {
		close(image);
		return -1;
	}
	ask->ino = st->st_ino;
	ask->dev = major(st->st_dev) << 20 | minor(st->st_dev);
	for (unsigned i = 0; i < n; i++)
		if (mappings[i].ino == ask->ino)
			ask->dev = mappings[i].dev;
	return image;
}

/* Begins to search the program of a process, unless that was done before. */
static void begin_search(struct scout_ask *ask)
{
	struct elf_image elf;
	struct stat st = {0};
	int image = open_program(ask, &st);
	__u64 version = st.st_ino ^ (__u64)st.st_mtim.tv_nsec << 20 ^ (__u64)st.st_ctim.tv_nsec << 34 ^ st.st_size;

	if (image < 0)
		return;
	if (image_set_has(&searched, ask->dev, version, IMAGE_SET_FOR_GOOD) || !elf_open(&elf, image, st.st_size)) {
		close(image);
		return;
	}
	image_set_add(&searched, ask->dev, version);
	memset(&search, 0, sizeof(search));
	search.ask = *ask;
	search.size = st.st_size;
	search_fd = image;
	constants_begin(&elf);
}

/* A little of what is to be searched; a search takes a part of one processor. */
static void go_on_searching(int fd)
{
	struct timespec pause = {.tv_nsec = PAUSE_NS};

	if (search_fd < 0) {
		begin_search(&waiting[first++ % SEARCHES]);
		return;
	}
	if (!constants_step(&search)) {
		reply(fd, &search, -1);
		close(search_fd);
		search_fd = -1;
	}
	nanosleep(&pause, 0);
}

static void answer_ask(int fd, struct scout_ask *ask)
{
	switch (ask->what) {
	case SCOUT_FUNCTIONS:
	case SCOUT_MAPPED:
		look_at_process(fd, ask);
		break;
	case SCOUT_INSTALLED:
		look_at_installed(fd, ask);
		break;
	case SCOUT_CONSTANTS:
		if (last - first < SEARCHES) /* else the process is asked about again with its next session */
			waiting[last++ % SEARCHES] = *ask;
		break;
	}
}

void scout_work(int fd)
{
	struct scout_ask ask;
	ssize_t n;

	for (;;) {
		bool searching = search_fd >= 0 || first != last;

		n = recv(fd, &ask, sizeof(ask), searching ? MSG_DONTWAIT : 0);
		if (n == sizeof(ask))
			answer_ask(fd, &ask);
		else if (searching && n < 0 && errno == EAGAIN)
			go_on_searching(fd);
		else if (n >= 0 || errno != EINTR)
			return;
	}
}
