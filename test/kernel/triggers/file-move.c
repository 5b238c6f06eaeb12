/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Content that moves without read or write: file-move SCENARIO, in a directory that holds
 * `existing`, 10,000 bytes. What such calls move is counted, and not always sampled.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/falloc.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>

#include "ledger.h"
#include "scenario.h"

#define SIZE 10000

static unsigned char data[8192];

static void finish(struct use *use)
{
	use_ends(use);
	REQUIRE(close(use->fd) == 0);
}

static void mmap_write(void)
{
	struct use *use = use_of(open("existing", O_RDWR), "existing", "mmap_write");
	unsigned char *map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, use->fd, 0);

	REQUIRE(map != MAP_FAILED);
	memcpy(map, data, 8192);
	REQUIRE(msync(map, SIZE, MS_SYNC) == 0 && munmap(map, SIZE) == 0);
	finish(use);
}

/* The descriptor is closed long before the mapping is used. */
static void mmap_outlives_descriptor(void)
{
	struct use *use = use_of(open("existing", O_RDWR), "existing", "mmap_write");
	unsigned char *map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, use->fd, 0);

	REQUIRE(map != MAP_FAILED);
	finish(use);
	memcpy(map, data, 8192);
	REQUIRE(munmap(map, SIZE) == 0);
}

static void mmap_read(void)
{
	struct use *use = use_of(open("existing", O_RDONLY), "existing", "mmap_read");
	unsigned char *map = mmap(NULL, SIZE, PROT_READ, MAP_PRIVATE, use->fd, 0);

	REQUIRE(map != MAP_FAILED);
	REQUIRE(map[0] + map[5000] >= 0);
	munmap(map, SIZE);
	finish(use);
}

static void splice_in(void)
{
	int ends[2];
	struct use *use = use_of(open("existing", O_WRONLY), "existing", "splice_in");

	REQUIRE(pipe(ends) == 0 && write(ends[1], data, 4096) == 4096);
	did_write(use, 0, splice(ends[0], NULL, use->fd, NULL, 4096, 0), NULL);
	finish(use);
}

static void splice_out(void)
{
	int ends[2];
	struct use *use = use_of(open("existing", O_RDONLY), "existing", "splice_out");

	REQUIRE(pipe(ends) == 0);
	did_read(use, 0, splice(use->fd, NULL, ends[1], NULL, 4096, 0), NULL);
	finish(use);
}

static void sendfile_between(void)
{
	struct use *from = use_of(open("existing", O_RDONLY), "existing", "splice_out");
	struct use *to = use_of(open("made", O_WRONLY | O_CREAT, 0600), "made", "splice_in");
	long n = sendfile(to->fd, from->fd, NULL, 6000);

	to->created = true;
	did_read(from, 0, n, NULL);
	did_write(to, 0, n, NULL);
	finish(from);
	finish(to);
}

static void copy_range_between(void)
{
	struct use *from = use_of(open("existing", O_RDONLY), "existing", "splice_out");
	struct use *to = use_of(open("made", O_WRONLY | O_CREAT, 0600), "made", "splice_in");
	long n = syscall(SYS_copy_file_range, from->fd, NULL, to->fd, NULL, 6000, 0);

	to->created = true;
	did_read(from, 0, n, NULL);
	did_write(to, 0, n, NULL);
	finish(from);
	finish(to);
}

/* With explicit offsets the descriptors' own stay where they are. */
static void copy_range_at_offsets(void)
{
	off64_t in = 0, out = 4096;
	struct use *from = use_of(open("existing", O_RDONLY), "existing", "splice_out");
	struct use *to = use_of(open("target", O_WRONLY), "target", "splice_in");
	long n = syscall(SYS_copy_file_range, from->fd, &in, to->fd, &out, 2000, 0);

	did_read(from, 0, n, NULL);
	did_write(to, 4096, n, NULL);
	finish(from);
	finish(to);
}

static void shortened(void)
{
	struct use *use = use_of(open("existing", O_RDWR), "existing", "truncate");

	REQUIRE(ftruncate(use->fd, 1234) == 0);
	finish(use);
}

static void emptied_then_written(void)
{
	struct use *use = use_of(open("existing", O_RDWR), "existing", "truncate,write");

	REQUIRE(ftruncate(use->fd, 0) == 0);
	use->truncated = true;
	did_write(use, 0, write(use->fd, data, 500), data);
	finish(use);
}

static void punched(void)
{
	struct use *use = use_of(open("existing", O_RDWR), "existing", "punch");

	if (fallocate(use->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096) != 0)
		exit(CANNOT);
	finish(use);
}

static void zeroed(void)
{
	struct use *use = use_of(open("existing", O_RDWR), "existing", "punch");

	if (fallocate(use->fd, FALLOC_FL_ZERO_RANGE, 0, 4096) != 0)
		exit(CANNOT);
	finish(use);
}

static void unlinked_while_open(void)
{
	struct use *use = use_of(open("existing", O_RDWR), "existing", "write");

	REQUIRE(unlink("existing") == 0);
	did_write(use, 0, write(use->fd, data, 100), data);
	finish(use);
}

/* The name of a session is the one that the file has when the record is written. */
static void renamed_while_open(void)
{
	struct use *use = use_of(open("existing", O_RDWR), "renamed", "write");

	did_write(use, 0, write(use->fd, data, 100), data);
	REQUIRE(rename("existing", "renamed") == 0);
	finish(use);
}

static const struct scenario scenarios[] = {
	SCENARIO(mmap_write),
	SCENARIO(mmap_outlives_descriptor),
	SCENARIO(mmap_read),
	SCENARIO(splice_in),
	SCENARIO(splice_out),
	SCENARIO(sendfile_between),
	SCENARIO(copy_range_between),
	SCENARIO(copy_range_at_offsets),
	SCENARIO(shortened),
	SCENARIO(emptied_then_written),
	SCENARIO(punched),
	SCENARIO(zeroed),
	SCENARIO(unlinked_while_open),
	SCENARIO(renamed_while_open),
};

int main(int argc, char **argv)
{
	REQUIRE(argc == 2);
	fill(data, sizeof(data), 13);
	RUN_SCENARIO(scenarios, argv[1]);
	print_uses();
	return 0;
}
