/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens, reads and writes one file through one variant of the system calls: file-io SCENARIO, in a
 * directory that holds `existing`, 10,000 bytes. Legacy calls are made by number, as the C library
 * no longer does. Exit code 77: the scenario cannot be had here.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "ledger.h"
#include "scenario.h"

#define SIZE 10000

static unsigned char data[1 << 20] __attribute__((aligned(4096)));

static void finish(struct use *use)
{
	use_ends(use);
	REQUIRE(close(use->fd) == 0);
}

static void open_legacy(void)
{
	struct use *use = use_of(syscall(SYS_open, "existing", O_RDWR), "existing", "write");

	did_write(use, 0, write(use->fd, data, 100), data);
	finish(use);
}

static void openat_directory(void)
{
	int dir = open(".", O_RDONLY | O_DIRECTORY);
	struct use *use = use_of(openat(dir, "existing", O_RDONLY), "existing", "read");

	did_read(use, 0, read(use->fd, data, 4096), data);
	finish(use);
}

static void openat2_creates(void)
{
	struct open_how how = {.flags = O_WRONLY | O_CREAT | O_EXCL, .mode = 0640};
	struct use *use = use_of(syscall(SYS_openat2, AT_FDCWD, "made", &how, sizeof(how)), "made", "write");

	use->created = true;
	did_write(use, 0, write(use->fd, data, 5000), data);
	finish(use);
}

static void creat_new(void)
{
	struct use *use = use_of(syscall(SYS_creat, "made", 0600), "made", "write");

	use->created = true;
	did_write(use, 0, write(use->fd, data, 700), data);
	finish(use);
}

static void creat_existing(void)
{
	struct use *use = use_of(syscall(SYS_creat, "existing", 0600), "existing", "write");

	use->truncated = true;
	did_write(use, 0, write(use->fd, data, 700), data);
	finish(use);
}

static void open_truncates(void)
{
	struct use *use = use_of(open("existing", O_WRONLY | O_TRUNC | O_CREAT, 0600), "existing", "write");

	use->truncated = true;
	did_write(use, 0, write(use->fd, data, 12000), data);
	finish(use);
}

static void appends(void)
{
	struct use *use = use_of(open("existing", O_WRONLY | O_APPEND), "existing", "write");

	did_write(use, SIZE, write(use->fd, data, 300), data);
	did_write(use, SIZE + 300, write(use->fd, data + 300, 200), data + 300);
	finish(use);
}

static void reads_through(void)
{
	struct use *use = use_of(open("existing", O_RDONLY), "existing", "read");

	for (long at = 0; at < SIZE;) {
		long n = read(use->fd, data, 3000);

		did_read(use, at, n, data);
		at += n;
	}
	finish(use);
}

static void readv_variants(void)
{
	struct iovec iov[2] = {{data, 1000}, {data + 1000, 2000}};
	struct use *use = use_of(open("existing", O_RDONLY), "existing", "read");

	did_read(use, 0, readv(use->fd, iov, 2), data);
	did_read(use, 7000, preadv(use->fd, iov, 2, 7000), data);
	did_read(use, 4000, preadv2(use->fd, iov, 2, 4000, 0), data);
	/* Offset -1 means the current one, which readv left at 3000. */
	did_read(use, 3000, preadv2(use->fd, iov, 2, -1, 0), data);
	finish(use);
}

static void pread_scattered(void)
{
	struct use *use = use_of(open("existing", O_RDONLY), "existing", "read");

	for (int i = 9; i >= 0; i--)
		did_read(use, i * 1000, pread(use->fd, data, 500, i * 1000), data);
	finish(use);
}

static void writev_variants(void)
{
	struct iovec iov[2] = {{data, 100}, {data + 100, 900}};
	struct use *use = use_of(open("existing", O_WRONLY), "existing", "write");

	did_write(use, 0, writev(use->fd, iov, 2), data);
	did_write(use, 5000, pwritev(use->fd, iov, 2, 5000), data);
	did_write(use, 8000, pwritev2(use->fd, iov, 2, 8000, 0), data);
	did_write(use, 1000, pwritev2(use->fd, iov, 2, -1, 0), data);
	finish(use);
}

static void pwrite_over_the_end(void)
{
	struct use *use = use_of(open("existing", O_WRONLY), "existing", "write");

	did_write(use, 9500, pwrite(use->fd, data, 1000, 9500), data);
	finish(use);
}

static void seeks_and_writes(void)
{
	struct use *use = use_of(open("existing", O_RDWR), "existing", "write");

	REQUIRE(lseek(use->fd, 5000, SEEK_SET) == 5000);
	did_write(use, 5000, write(use->fd, data, 10), data);
	REQUIRE(lseek(use->fd, 100, SEEK_CUR) == 5110);
	did_write(use, 5110, write(use->fd, data + 10, 10), data + 10);
	finish(use);
}

/* Block for block, read and written back: what an encryptor that works in place does. */
static void rewrites_in_place(void)
{
	struct use *use = use_of(open("existing", O_RDWR), "existing", "read,write");

	for (long at = 0; at < SIZE;) {
		long n = pread(use->fd, data, 2500, at);

		did_read(use, at, n, data);
		for (long i = 0; i < n; i++)
			data[i] ^= 0xa5;
		did_write(use, at, pwrite(use->fd, data, n, at), data);
		at += n;
	}
	finish(use);
}

static void writes_without_cache(void)
{
	int fd = open("existing", O_RDWR | O_DIRECT);
	struct use *use;

	if (fd < 0)
		exit(CANNOT);
	use = use_of(fd, "existing", "read,write");
	use->direct = true;
	did_read(use, 0, pread(use->fd, data, 4096, 0), data);
	did_write(use, 4096, pwrite(use->fd, data, 4096, 4096), data);
	finish(use);
}

static void writes_a_mebibyte(void)
{
	struct use *use = use_of(open("made", O_WRONLY | O_CREAT, 0600), "made", "write");

	use->created = true;
	did_write(use, 0, write(use->fd, data, sizeof(data)), data);
	finish(use);
}

static void writes_often(void)
{
	struct use *use = use_of(open("made", O_WRONLY | O_CREAT, 0600), "made", "write");

	use->created = true;
	for (int i = 0; i < 100; i++)
		did_write(use, i * 700, write(use->fd, data + i * 700, 700), data + i * 700);
	finish(use);
}

/* Calls that fail count for nothing. */
static void fails(void)
{
	struct use *use = use_of(open("existing", O_RDONLY), "existing", "read");

	REQUIRE(write(use->fd, data, 10) < 0 && open("absent", O_RDONLY) < 0);
	REQUIRE(pread(use->fd, data, 10, -5) < 0);
	did_read(use, 0, read(use->fd, data, 10), data);
	finish(use);
}

static void reopens_through_proc(void)
{
	char path[64];
	int held = open("existing", O_PATH);
	struct use *use;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", held);
	use = use_of(open(path, O_RDWR), "existing", "write");
	did_write(use, 0, write(use->fd, data, 64), data);
	finish(use);
}

static void through_symlink(void)
{
	REQUIRE(symlink("existing", "alias") == 0);
	struct use *use = use_of(open("alias", O_RDWR), "existing", "write");

	did_write(use, 0, write(use->fd, data, 64), data);
	finish(use);
}

static void temporary_file(void)
{
	int fd = open(".", O_TMPFILE | O_RDWR, 0600);
	struct use *use;

	if (fd < 0)
		exit(CANNOT);
	use = use_of(fd, "", "write");
	use->created = true;
	did_write(use, 0, write(use->fd, data, 64), data);
	finish(use);
}

static const struct scenario scenarios[] = {
	SCENARIO(open_legacy),
	SCENARIO(openat_directory),
	SCENARIO(openat2_creates),
	SCENARIO(creat_new),
	SCENARIO(creat_existing),
	SCENARIO(open_truncates),
	SCENARIO(appends),
	SCENARIO(reads_through),
	SCENARIO(readv_variants),
	SCENARIO(pread_scattered),
	SCENARIO(writev_variants),
	SCENARIO(pwrite_over_the_end),
	SCENARIO(seeks_and_writes),
	SCENARIO(rewrites_in_place),
	SCENARIO(writes_without_cache),
	SCENARIO(writes_a_mebibyte),
	SCENARIO(writes_often),
	SCENARIO(fails),
	SCENARIO(reopens_through_proc),
	SCENARIO(through_symlink),
	SCENARIO(temporary_file),
};

int main(int argc, char **argv)
{
	REQUIRE(argc == 2);
	fill(data, sizeof(data), 7);
	RUN_SCENARIO(scenarios, argv[1]);
	print_uses();
	return 0;
}
