/* In which order a file is read, written and named. */
#define _GNU_SOURCE
#include "encryptor.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void with(char *to, const char *path, const char *suffix)
{
	if (snprintf(to, PATH_MAX, "%s%s", path, suffix) >= PATH_MAX)
		fail("name is too long", path);
}

static void renamed(const char *from, const char *to)
{
	if (rename(from, to) < 0)
		fail("rename", from);
}

static void removed(const char *path)
{
	if (unlink(path) < 0)
		fail("remove", path);
}

/* Zeros over a file, as a shredder does it. */
static void wipe(const char *path, size_t length)
{
	unsigned char *zeros = calloc(1, length + 1);
	int fd = open(path, O_WRONLY);
	if (fd < 0 || write(fd, zeros, length) != (ssize_t)length || fsync(fd) < 0)
		fail("wipe", path);
	close(fd);
	free(zeros);
}

static void punch(const char *path, size_t length)
{
	int fd = open(path, O_WRONLY);
	if (fd < 0 || fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, length) < 0)
		fail("punch a hole into", path);
	close(fd);
}

/* A file that gets its name when it is whole. */
static void put_nameless(const struct options *options, const char *other, const struct output *output)
{
	char directory[PATH_MAX], made[64];
	with(directory, other, "");
	*strrchr(directory, '/') = 0;
	int fd = open(directory, O_TMPFILE | O_RDWR, 0600);
	if (fd < 0)
		fail("make a file in", directory);
	snprintf(made, sizeof(made), "/proc/self/fd/%d", fd);
	put(options, made, 0, output, true);
	if (linkat(AT_FDCWD, made, AT_FDCWD, other, AT_SYMLINK_FOLLOW) < 0)
		fail("name", other);
	close(fd);
}

/* By way of another file system: the plaintext is copied there, encrypted there, and its ciphertext copied back. */
static void by_way_of(const struct options *options, const char *path, const struct output *output)
{
	char there[PATH_MAX];
	struct options plainly = *options;
	size_t length;
	snprintf(there, sizeof(there), "%s/%d-%lx", options->aside, getpid(), (unsigned long)output);
	unsigned char *plain = get("read", path, &length);
	struct range whole = {0, length};
	struct output copy = {plain, length, &whole, 1};
	plainly.io = "write";
	put(&plainly, there, O_CREAT, &copy, true);
	free(get("read", there, &length));
	put(options, there, 0, output, true);
	struct output back = {get("read", there, &length), output->length, &whole, 1};
	put(&plainly, path, O_TRUNC, &back, true);
	removed(there);
	free(back.bytes);
	free(plain);
}

/* What becomes of an original whose ciphertext has another name. */
static void do_away(const char *order, const char *path, const char *other, size_t length)
{
	if (strcmp(order, "rename-over") == 0) {
		renamed(other, path);
	} else if (strcmp(order, "exchange") == 0) {
		if (renameat2(AT_FDCWD, other, AT_FDCWD, path, RENAME_EXCHANGE) < 0)
			fail("exchange", path);
		removed(other);
	} else if (strcmp(order, "new-then-empty") == 0) {
		if (truncate(path, 0) < 0)
			fail("truncate", path);
	} else if (strcmp(order, "new-then-punch") == 0) {
		punch(path, length);
	} else if (strcmp(order, "new-then-wipe") == 0) {
		wipe(path, length);
		removed(path);
	} else if (strcmp(order, "uring-unlink") == 0) {
		unlink_by_uring(path);
	} else if (strcmp(order, "uring-rename") == 0) {
		rename_by_uring(other, path);
	} else {
		removed(path);
	}
}

/* Truncated by one system call or session, and written by another. */
static void empty(const char *order, const char *path)
{
	int fd;
	if (strcmp(order, "truncate-path") == 0) {
		if (truncate(path, 0) < 0)
			fail("truncate", path);
	} else if ((fd = open(path, O_WRONLY | O_TRUNC)) < 0 || close(fd) < 0) {
		fail("empty", path);
	}
}

/* Where a new file is made: beside the original, or under a number elsewhere. */
static void name_new(const struct options *options, const struct victim *victim, char *other)
{
	if (strcmp(options->order, "elsewhere") == 0)
		snprintf(other, PATH_MAX, "%s/%016lx%s", options->aside, (unsigned long)hash_of(victim->told),
			options->suffix);
	else
		with(other, victim->path, options->suffix);
}

void destroy(const struct options *options, struct victim *victim)
{
	const char *order = options->order, *path = victim->path;
	char other[PATH_MAX];
	size_t length;
	name_new(options, victim, other);
	if (strcmp(order, "rename-first") == 0) {
		renamed(path, other);
		with(victim->path, other, "");
	}
	unsigned char *plain = get(options->read, path, &length);
	struct output output = transform(options, victim->told, plain, length);
	if (strcmp(order, "in-place") == 0 || strcmp(order, "rename-first") == 0) {
		put(options, path, 0, &output, false);
	} else if (strcmp(order, "rename-after") == 0) {
		put(options, path, 0, &output, false);
		renamed(path, other);
	} else if (strcmp(order, "truncate-rewrite") == 0) {
		put(options, path, O_TRUNC, &output, true);
	} else if (strcmp(order, "truncate-path") == 0 || strcmp(order, "empty-then-append") == 0) {
		empty(order, path);
		put(options, path, 0, &output, true);
	} else if (strcmp(order, "unlink-first") == 0) {
		removed(path);
		put(options, other, O_CREAT, &output, true);
	} else if (strcmp(order, "other-file-system") == 0) {
		by_way_of(options, path, &output);
	} else if (strcmp(order, "nameless") == 0) {
		put_nameless(options, other, &output);
		removed(path);
	} else {
		put(options, other, O_CREAT | O_EXCL, &output, true);
		do_away(order, path, other, length);
	}
	free_output(&output);
	free(plain);
}
