/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A trigger's own account of what it does to a file, operation by operation. The calls themselves
 * are made by the scenario; the ledger is told what they returned and reports the sums that the
 * sensor must arrive at by itself.
 */
#ifndef CIPHERWATCH_TEST_LEDGER_H
#define CIPHERWATCH_TEST_LEDGER_H

#include <stdbool.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "report.h"

#define OPERATIONS_MAX 128
#define USES_MAX 8

struct operation {
	bool write;
	long long offset;
	long long len;
	int head_len; /* 0 when the content never passed through the trigger */
	unsigned char head[4096];
};

/* One use of one open file. */
struct use {
	int fd;
	char name[256];
	struct stat before, after;
	unsigned long long dir_ino;
	bool created, truncated, direct, inherited, unlinked;
	long long read_bytes, write_bytes, overwritten;
	long long read_min, read_max, write_min, write_max;
	int reads, writes, read_seeks, write_seeks;
	long long read_end, write_end;
	int operations;
	struct operation operation[OPERATIONS_MAX];
	const char *methods; /* comma-separated names of src/event's FileMethod */
};

static struct use uses[USES_MAX];
static int use_count;

/* Begins a use right after the open, before any I/O. */
static inline struct use *use_of(int fd, const char *name, const char *methods)
{
	struct use *use = &uses[use_count++];
	struct stat dir;

	REQUIRE(fd >= 0 && use_count <= USES_MAX);
	use->fd = fd;
	snprintf(use->name, sizeof(use->name), "%s", name);
	use->methods = methods;
	REQUIRE(fstat(fd, &use->before) == 0 && stat(".", &dir) == 0);
	use->dir_ino = dir.st_ino;
	return use;
}

static inline void keep(struct use *use, bool write, long long offset, long long len, const void *data)
{
	struct operation *operation;

	if (use->operations == OPERATIONS_MAX)
		return;
	operation = &use->operation[use->operations++];
	operation->write = write;
	operation->offset = offset;
	operation->len = len;
	operation->head_len = !data					 ? 0
			      : len < (long long)sizeof(operation->head) ? len
									 : (long long)sizeof(operation->head);
	if (data)
		memcpy(operation->head, data, operation->head_len);
}

/* `len` is what the call returned; `offset` is where in the file it began. */
static inline void did_read(struct use *use, long long offset, long long len, const void *data)
{
	REQUIRE(len > 0);
	if (use->reads == 0 || offset < use->read_min)
		use->read_min = offset;
	if (offset + len > use->read_max)
		use->read_max = offset + len;
	if (use->reads && offset != use->read_end)
		use->read_seeks++;
	use->read_end = offset + len;
	use->reads++;
	use->read_bytes += len;
	keep(use, false, offset, len, data);
}

static inline void did_write(struct use *use, long long offset, long long len, const void *data)
{
	long long size = use->before.st_size;

	REQUIRE(len > 0);
	if (use->writes == 0 || offset < use->write_min)
		use->write_min = offset;
	if (offset + len > use->write_max)
		use->write_max = offset + len;
	if (use->writes && offset != use->write_end)
		use->write_seeks++;
	use->write_end = offset + len;
	if (offset < size)
		use->overwritten += size - offset < len ? size - offset : len;
	use->writes++;
	use->write_bytes += len;
	keep(use, true, offset, len, data);
}

/* Notes the end state; call it while the descriptor is still open. */
static inline void use_ends(struct use *use)
{
	REQUIRE(fstat(use->fd, &use->after) == 0);
	use->unlinked = use->after.st_nlink == 0;
}

static inline void print_use(const struct use *use)
{
	printf("{");
	key_text("name", use->name);
	key_int("dev", KERNEL_DEV(use->before.st_dev));
	key_id("ino", use->before.st_ino);
	key_id("dirIno", use->dir_ino);
	key_int("mode", use->before.st_mode);
	key_int("links", use->after.st_nlink);
	key_int("owner", use->before.st_uid);
	key_int("created", use->created);
	key_int("truncated", use->truncated);
	key_int("direct", use->direct);
	key_int("inherited", use->inherited);
	key_int("unlinked", use->unlinked);
	key_int("sizeBefore", use->before.st_size);
	key_int("sizeAfter", use->after.st_size);
	key_int("readBytes", use->read_bytes);
	key_int("writeBytes", use->write_bytes);
	key_int("overwrittenBytes", use->overwritten);
	printf("\"readRange\":[%lld,%lld],\"writeRange\":[%lld,%lld],", use->read_min, use->read_max, use->write_min,
		use->write_max);
	key_int("reads", use->reads);
	key_int("writes", use->writes);
	key_int("readSeeks", use->read_seeks);
	key_int("writeSeeks", use->write_seeks);
	key_text("methods", use->methods);
	printf("\"operations\":[");
	for (int i = 0; i < use->operations; i++) {
		const struct operation *operation = &use->operation[i];

		printf("%s{\"write\":%d,\"offset\":%lld,\"len\":%lld,\"head\":", i ? "," : "", operation->write,
			operation->offset, operation->len);
		print_hex(operation->head, operation->head_len);
		printf("}");
	}
	printf("]}");
}

static inline void print_uses(void)
{
	printf("{\"pid\":%d,\"uses\":[", getpid());
	for (int i = 0; i < use_count; i++) {
		if (i)
			putchar(',');
		print_use(&uses[i]);
	}
	printf("]}\n");
	fflush(stdout);
}

/* Content that differs at every offset and with every seed, so that a sample names its place. */
static inline void fill(unsigned char *bytes, size_t len, unsigned seed)
{
	unsigned state = seed * 2654435761u + 1;

	for (size_t i = 0; i < len; i++) {
		state = state * 1664525u + 1013904223u;
		bytes[i] = state >> 24;
	}
}

#endif
