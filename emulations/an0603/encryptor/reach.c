/* By which way a file is reached: its own path, another name, or another view of the file systems. */
#define _GNU_SOURCE
#include "encryptor.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static bool is(const struct options *options, const char *through)
{
	return strcmp(options->through, through) == 0;
}

static void own_mounts(void)
{
	if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		fail("unshare", "mounts");
}

/* Descriptors that every child has from its birth. */
static void open_all(struct files *files)
{
	files->held = calloc(files->count, sizeof(*files->held));
	for (size_t i = 0; i < files->count; i++)
		if ((files->held[i] = open(files->paths[i], O_RDWR)) < 0)
			fail("open", files->paths[i]);
}

/* Done once, before the work begins. */
void enter(const struct options *options, struct files *files)
{
	const char *aside = options->aside, *tree = options->tree;
	if (is(options, "inherited")) {
		open_all(files);
	} else if (is(options, "chroot")) {
		if (chroot(tree) < 0 || chdir("/") < 0)
			fail("chroot", tree);
	} else if (is(options, "mount")) {
		own_mounts();
		if (mount(tree, aside, NULL, MS_BIND, NULL) < 0)
			fail("bind", tree);
	} else if (is(options, "overlay-upper") || is(options, "overlay-lower")) {
		/* as a container sees its files: those it made itself are the upper layer's, those of its image the lower's */
		char paths[4][PATH_MAX], data[4 * PATH_MAX];
		const char *names[] = {"lower", "upper", "work", "merged"};
		for (int i = 0; i < 4; i++) {
			snprintf(paths[i], PATH_MAX, "%s/%s", aside, names[i]);
			mkdir(paths[i], 0700);
		}
		bool lower = is(options, "overlay-lower");
		own_mounts();
		snprintf(data, sizeof(data), "lowerdir=%s,upperdir=%s,workdir=%s", lower ? tree : paths[0],
			lower ? paths[1] : tree, paths[2]);
		if (mount("overlay", paths[3], "overlay", 0, data) < 0)
			fail("mount", data);
	}
	if (strcmp(options->order, "other-file-system") == 0) {
		own_mounts();
		if (mount("tmpfs", aside, "tmpfs", 0, "size=64m") < 0)
			fail("mount", aside);
	}
}

/* By the number that a file server would use. */
static int open_by_handle(const char *told)
{
	union {
		struct file_handle head;
		char room[sizeof(struct file_handle) + MAX_HANDLE_SZ];
	} handle = {.head.handle_bytes = MAX_HANDLE_SZ};
	char parent[PATH_MAX];
	int mount_id;
	if (name_to_handle_at(AT_FDCWD, told, &handle.head, &mount_id, 0) < 0)
		fail("get the handle of", told);
	snprintf(parent, sizeof(parent), "%s", told);
	*strrchr(parent, '/') = 0;
	int directory = open(parent, O_RDONLY | O_DIRECTORY);
	int fd = open_by_handle_at(directory, &handle.head, O_RDWR);
	if (fd < 0)
		fail("open by its handle", told);
	close(directory);
	return fd;
}

/* By another process, which hands the descriptor over. */
static int receive(const char *told)
{
	int ends[2], fd = -1;
	char byte = 0, room[CMSG_SPACE(sizeof(int))] = {0};
	struct iovec vector = {&byte, 1};
	struct msghdr message = {
		.msg_iov = &vector, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof(room)};
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		fail("make", "a socket");
	pid_t child = fork();
	if (child == 0) {
		struct cmsghdr *head = CMSG_FIRSTHDR(&message);
		head->cmsg_level = SOL_SOCKET, head->cmsg_type = SCM_RIGHTS, head->cmsg_len = CMSG_LEN(sizeof(int));
		fd = open(told, O_RDWR);
		memcpy(CMSG_DATA(head), &fd, sizeof(fd));
		_exit(sendmsg(ends[0], &message, 0) != 1);
	}
	if (recvmsg(ends[1], &message, 0) != 1 || CMSG_FIRSTHDR(&message) == NULL || waitpid(child, NULL, 0) < 0)
		fail("be handed", told);
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	close(ends[0]);
	close(ends[1]);
	return fd;
}

void reach(const struct options *options, struct victim *victim)
{
	static _Thread_local unsigned made;
	const char *told = victim->told, *within = told + strlen(options->tree), *aside = options->aside;
	char *path = victim->path;
	victim->held = -1;
	snprintf(path, PATH_MAX, "%s", told);
	if (is(options, "hardlink") || is(options, "symlink")) {
		bool hard = is(options, "hardlink");
		snprintf(path, PATH_MAX, "%s/%d-%u", aside, gettid(), made++);
		if ((hard ? link(told, path) : symlink(told, path)) < 0)
			fail("link", path);
	} else if (is(options, "fd")) {
		victim->held = open(told, O_RDONLY);
		if (victim->held < 0)
			fail("open", told);
		snprintf(path, PATH_MAX, "/proc/self/fd/%d", victim->held);
	} else if (is(options, "handle")) {
		victim->held = open_by_handle(told);
		snprintf(path, PATH_MAX, "/proc/self/fd/%d", victim->held);
	} else if (is(options, "passed")) {
		victim->held = receive(told);
		snprintf(path, PATH_MAX, "fd:%d", victim->held);
	} else if (is(options, "inherited")) {
		snprintf(path, PATH_MAX, "fd:%d", victim->inherited);
	} else if (is(options, "chroot")) {
		snprintf(path, PATH_MAX, "%s", within);
	} else if (is(options, "mount")) {
		snprintf(path, PATH_MAX, "%s%s", aside, within);
	} else if (strncmp(options->through, "overlay-", 8) == 0) {
		snprintf(path, PATH_MAX, "%s/merged%s", aside, within);
	}
}

void release(const struct options *options, struct victim *victim)
{
	if (victim->held >= 0)
		close(victim->held);
	if (is(options, "hardlink") || is(options, "symlink"))
		unlink(victim->path);
}
