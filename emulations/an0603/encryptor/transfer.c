/* How bytes get out of a file and into one. */
#define _GNU_SOURCE
#include "encryptor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* By its path, or, as `fd:NUMBER`, through a descriptor that is there already. */
static int opened(const char *path, int flags)
{
	if (strncmp(path, "fd:", 3) != 0)
		return open(path, flags, 0600);
	int fd = dup(atoi(path + 3));
	if (fd >= 0 && (lseek(fd, 0, SEEK_SET) < 0 || ((flags & O_TRUNC) && ftruncate(fd, 0) < 0)))
		return -1;
	return fd;
}

unsigned char *get(const char *way, const char *path, size_t *length)
{
	int fd = strcmp(way, "uring") == 0 ? open_by_uring(path, O_RDONLY) : opened(path, O_RDONLY);
	struct stat status;
	if (fd < 0 || fstat(fd, &status) < 0)
		fail("read", path);
	size_t size = status.st_size, done = 0;
	unsigned char *bytes = malloc(size + 1);
	if (strcmp(way, "mmap") == 0 && size > 0) {
		void *map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
		if (map == MAP_FAILED)
			fail("map", path);
		memcpy(bytes, map, size);
		munmap(map, size);
		done = size;
	} else if (strcmp(way, "uring") == 0) {
		get_by_uring(fd, bytes, size);
		done = size;
	}
	while (done < size) {
		struct iovec vector = {bytes + done, size - done};
		ssize_t n;
		if (strcmp(way, "pread") == 0)
			n = pread(fd, bytes + done, size - done, done);
		else if (strcmp(way, "preadv2") == 0)
			n = preadv2(fd, &vector, 1, done, 0);
		else
			n = read(fd, bytes + done, size - done);
		if (n <= 0)
			fail("read", path);
		done += n;
	}
	close(fd);
	*length = size;
	return bytes;
}

static void put_all(int fd, const unsigned char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t n = write(fd, bytes, length);
		if (n < 0)
			fail("write", "");
		bytes += n, length -= n;
	}
}

static void put_by_vector(const char *io, int fd, const unsigned char *bytes, size_t length, off_t offset)
{
	size_t half = length / 2;
	while (length > 0) {
		struct iovec parts[2] = {{(void *)bytes, half}, {(void *)(bytes + half), length - half}};
		ssize_t n;
		if (strcmp(io, "pwritev2") == 0)
			n = pwritev2(fd, parts, 2, offset, 0);
		else if (strcmp(io, "pwritev") == 0)
			n = pwritev(fd, parts, 2, offset);
		else if (lseek(fd, offset, SEEK_SET) < 0)
			n = -1;
		else
			n = writev(fd, parts, 2);
		if (n < 0)
			fail(io, "");
		bytes += n, length -= n, offset += n, half = length / 2;
	}
}

static void put_by_map(int fd, const unsigned char *bytes, size_t length, off_t offset)
{
	off_t aligned = offset & ~(off_t)4095;
	size_t size = offset - aligned + length;
	struct stat status;
	if (fstat(fd, &status) < 0 || (status.st_size < offset + (off_t)length && ftruncate(fd, offset + length) < 0))
		fail("grow", "");
	unsigned char *map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, aligned);
	if (map == MAP_FAILED)
		fail("map", "");
	memcpy(map + (offset - aligned), bytes, length);
	munmap(map, size);
}

/* Through a pipe, which takes 64 KiB at most. */
static void put_by_splice(bool gift, int fd, const unsigned char *bytes, size_t length, off_t offset)
{
	int ends[2];
	if (pipe(ends) < 0)
		fail("pipe", "");
	while (length > 0) {
		size_t part = length < 65536 ? length : 65536;
		struct iovec vector = {(void *)bytes, part};
		ssize_t n = gift ? vmsplice(ends[1], &vector, 1, 0) : write(ends[1], bytes, part);
		if (n < 0)
			fail("fill a pipe", "");
		bytes += n, length -= n;
		while (n > 0) {
			loff_t at = offset;
			ssize_t moved = splice(ends[0], NULL, fd, &at, n, 0);
			if (moved <= 0)
				fail("splice", "");
			n -= moved, offset += moved;
		}
	}
	close(ends[0]);
	close(ends[1]);
}

/* From another file: one in memory, or, for copy_file_range, a nameless one on the same file system. */
static void put_by_copy(bool range, int fd, const unsigned char *bytes, size_t length, off_t offset, const char *aside)
{
	int from = range ? open(aside, O_TMPFILE | O_RDWR, 0600) : memfd_create("page", 0);
	if (from < 0)
		fail("make a file in", aside);
	put_all(from, bytes, length);
	loff_t in = 0, out = offset;
	if (lseek(fd, offset, SEEK_SET) < 0)
		fail("seek", "");
	while ((size_t)in < length) {
		ssize_t n = range ? copy_file_range(from, &in, fd, &out, length - in, 0)
				  : sendfile(fd, from, &in, length - in);
		if (n <= 0)
			fail("copy", "");
	}
	close(from);
}

static void put_range(const struct options *options, int fd, const struct output *output, struct range range)
{
	const char *io = options->io;
	const unsigned char *bytes = output->bytes + range.from;
	size_t length = range.length;
	off_t offset = range.from;
	if (strcmp(io, "pwrite") == 0) {
		if (pwrite(fd, bytes, length, offset) != (ssize_t)length)
			fail("pwrite", "");
	} else if (strstr(io, "writev") != NULL) {
		put_by_vector(io, fd, bytes, length, offset);
	} else if (strcmp(io, "mmap") == 0) {
		put_by_map(fd, bytes, length, offset);
	} else if (strstr(io, "splice") != NULL) {
		put_by_splice(strcmp(io, "vmsplice") == 0, fd, bytes, length, offset);
	} else if (strcmp(io, "sendfile") == 0 || strcmp(io, "copy-file-range") == 0) {
		put_by_copy(io[0] == 'c', fd, bytes, length, offset, options->aside);
	} else if (strcmp(io, "uring") == 0) {
		put_by_uring(fd, bytes, length, offset);
	} else if (strcmp(io, "aio") == 0) {
		put_by_aio(fd, bytes, length, offset);
	} else if (strcmp(io, "direct") == 0) {
		put_direct(fd, output, range);
	} else {
		if (lseek(fd, offset, SEEK_SET) < 0)
			fail("seek", "");
		put_all(fd, bytes, length);
	}
}

/* Direct I/O takes whole blocks: what lies around a range within its blocks is written as it is. */
void put_direct(int fd, const struct output *output, struct range range)
{
	size_t from = range.from & ~(size_t)4095, end = (range.from + range.length + 4095) & ~(size_t)4095;
	unsigned char *aligned;
	if (posix_memalign((void **)&aligned, 4096, end - from) != 0)
		fail("allocate", "");
	size_t there = end < output->length ? end - from : output->length - from;
	memset(aligned, 0, end - from);
	memcpy(aligned, output->bytes + from, there);
	if (pwrite(fd, aligned, end - from, from) != (ssize_t)(end - from) || ftruncate(fd, output->length) < 0)
		fail("write directly", "");
	free(aligned);
}

/* Writes the ranges that changed, or all of it, to a path that is opened with these flags. */
void put(const struct options *options, const char *path, int flags, const struct output *output, bool all)
{
	bool direct = strcmp(options->io, "direct") == 0;
	/* read and written by a ring alone, it is opened by the ring as well */
	bool ring = strcmp(options->io, "uring") == 0 && strcmp(options->read, "uring") == 0;
	flags |= O_RDWR | (direct ? O_DIRECT : 0);
	int fd = ring ? open_by_uring(path, flags) : opened(path, flags);
	if (fd < 0)
		fail("open", path);
	struct range whole = {0, output->length};
	for (size_t i = 0; i < (all ? 1 : output->count); i++) {
		struct range left = all ? whole : output->ranges[i];
		size_t chunk = options->chunk > 0 ? options->chunk : left.length;
		while (left.length > 0) {
			struct range part = {left.from, left.length < chunk ? left.length : chunk};
			put_range(options, fd, output, part);
			left.from += part.length, left.length -= part.length;
		}
	}
	if (close(fd) < 0)
		fail("close", path);
}
