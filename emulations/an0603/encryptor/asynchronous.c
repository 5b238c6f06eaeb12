/* io_uring and Linux AIO, by their system calls alone: one request at a time. */
#define _GNU_SOURCE
#include "encryptor.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/io_uring.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

struct ring {
	int fd;
	unsigned *tail, *mask, *array, *head, *filled, *taken;
	struct io_uring_sqe *entries;
	struct io_uring_cqe *results;
	unsigned *result_mask;
};

static _Thread_local struct ring ring = {.fd = -1};
static _Thread_local pid_t owner;

static void *mapped(int fd, size_t size, off_t at)
{
	void *map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, at);
	if (map == MAP_FAILED)
		fail("map", "a ring");
	return map;
}

/* A ring of this process's own: a child's would be its parent's. */
static void open_ring(void)
{
	if (ring.fd >= 0 && owner == getpid())
		return;
	struct io_uring_params p = {0};
	int fd = syscall(SYS_io_uring_setup, 4, &p);
	if (fd < 0)
		fail("set up", "io_uring");
	char *sq = mapped(fd, p.sq_off.array + p.sq_entries * sizeof(unsigned), IORING_OFF_SQ_RING);
	char *cq = mapped(fd, p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe), IORING_OFF_CQ_RING);
	ring = (struct ring){
		.fd = fd,
		.tail = (unsigned *)(sq + p.sq_off.tail),
		.mask = (unsigned *)(sq + p.sq_off.ring_mask),
		.array = (unsigned *)(sq + p.sq_off.array),
		.taken = (unsigned *)(cq + p.cq_off.head),
		.filled = (unsigned *)(cq + p.cq_off.tail),
		.result_mask = (unsigned *)(cq + p.cq_off.ring_mask),
		.results = (struct io_uring_cqe *)(cq + p.cq_off.cqes),
		.entries = mapped(fd, p.sq_entries * sizeof(struct io_uring_sqe), IORING_OFF_SQES),
	};
	owner = getpid();
}

/* One request, from its submission to its completion. @returns its result, negative when it failed */
static int completed(struct io_uring_sqe request)
{
	open_ring();
	unsigned at = *ring.tail & *ring.mask;
	ring.entries[at] = request;
	ring.array[at] = at;
	__atomic_store_n(ring.tail, *ring.tail + 1, __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, ring.fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) < 0)
		fail("enter", "io_uring");
	while (__atomic_load_n(ring.filled, __ATOMIC_ACQUIRE) == *ring.taken)
		;
	int result = ring.results[*ring.taken & *ring.result_mask].res;
	__atomic_store_n(ring.taken, *ring.taken + 1, __ATOMIC_RELEASE);
	return result;
}

static size_t transferred(int operation, int fd, const void *bytes, size_t length, off_t offset)
{
	int result = completed((struct io_uring_sqe){
		.opcode = operation, .fd = fd, .addr = (uintptr_t)bytes, .len = length, .off = offset});
	if (result <= 0)
		fail("transfer", "by io_uring");
	return result;
}

int open_by_uring(const char *path, int flags)
{
	int fd = completed((struct io_uring_sqe){
		.opcode = IORING_OP_OPENAT, .fd = AT_FDCWD, .addr = (uintptr_t)path, .len = 0600, .open_flags = flags});
	if (fd < 0)
		errno = -fd, fail("open", path);
	return fd;
}

void unlink_by_uring(const char *path)
{
	int result = completed(
		(struct io_uring_sqe){.opcode = IORING_OP_UNLINKAT, .fd = AT_FDCWD, .addr = (uintptr_t)path});
	if (result < 0)
		errno = -result, fail("remove", path);
}

void rename_by_uring(const char *from, const char *to)
{
	int result = completed((struct io_uring_sqe){.opcode = IORING_OP_RENAMEAT,
		.fd = AT_FDCWD,
		.addr = (uintptr_t)from,
		.len = AT_FDCWD,
		.off = (uintptr_t)to});
	if (result < 0)
		errno = -result, fail("rename", from);
}

void put_by_uring(int fd, const unsigned char *bytes, size_t length, off_t offset)
{
	while (length > 0) {
		size_t n = transferred(IORING_OP_WRITE, fd, bytes, length, offset);
		bytes += n, length -= n, offset += n;
	}
}

void get_by_uring(int fd, unsigned char *bytes, size_t length)
{
	for (size_t done = 0; done < length;)
		done += transferred(IORING_OP_READ, fd, bytes + done, length - done, done);
}

void put_by_aio(int fd, const unsigned char *bytes, size_t length, off_t offset)
{
	aio_context_t context = 0;
	if (syscall(SYS_io_setup, 1, &context) < 0)
		fail("set up", "asynchronous I/O");
	while (length > 0) {
		struct iocb request = {
			.aio_lio_opcode = IOCB_CMD_PWRITE,
			.aio_fildes = fd,
			.aio_buf = (uintptr_t)bytes,
			.aio_nbytes = length,
			.aio_offset = offset,
		};
		struct iocb *requests[] = {&request};
		struct io_event event;
		if (syscall(SYS_io_submit, context, 1, requests) != 1 ||
			syscall(SYS_io_getevents, context, 1, 1, &event, NULL) != 1 || event.res <= 0)
			fail("write", "by asynchronous I/O");
		bytes += event.res, length -= event.res, offset += event.res;
	}
	syscall(SYS_io_destroy, context);
}
