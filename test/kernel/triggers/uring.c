/*
 * Uses files through io_uring alone: opens one, reads it, writes other bytes over it, closes it,
 * renames it and removes another. Arguments: file, its new name, file to remove, 512 bytes in hex
 * to write. Exit 77 where io_uring is switched off.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static int ring;
static unsigned *tail, *mask, *array, *cq_head, *cq_tail, *cq_mask;
static struct io_uring_sqe *sqes;
static struct io_uring_cqe *cqes;

static void set_up(void)
{
	struct io_uring_params p = {0};
	char *sq;
	size_t len;

	ring = syscall(SYS_io_uring_setup, 8, &p);
	if (ring < 0)
		exit(errno == EPERM || errno == ENOSYS ? 77 : 2);
	len = p.sq_off.array + p.sq_entries * 4;
	if (p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe) > len)
		len = p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe);
	sq = mmap(0, len, PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQ_RING);
	sqes = mmap(0, p.sq_entries * sizeof(*sqes), PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQES);
	tail = (unsigned *)(sq + p.sq_off.tail);
	mask = (unsigned *)(sq + p.sq_off.ring_mask);
	array = (unsigned *)(sq + p.sq_off.array);
	cq_head = (unsigned *)(sq + p.cq_off.head);
	cq_tail = (unsigned *)(sq + p.cq_off.tail);
	cq_mask = (unsigned *)(sq + p.cq_off.ring_mask);
	cqes = (struct io_uring_cqe *)(sq + p.cq_off.cqes);
}

static int submit(int op, int fd, const void *address, unsigned len, unsigned long long offset, unsigned flags)
{
	unsigned slot = *tail & *mask;
	struct io_uring_sqe *s = &sqes[slot];
	int result;

	memset(s, 0, sizeof(*s));
	s->opcode = op;
	s->fd = fd;
	s->addr = (unsigned long)address;
	s->len = len;
	s->off = offset;
	s->open_flags = flags;
	array[slot] = slot;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, 0, 0) < 0)
		exit(3);
	if (*cq_head == __atomic_load_n(cq_tail, __ATOMIC_ACQUIRE))
		exit(4);
	result = cqes[*cq_head & *cq_mask].res;
	__atomic_store_n(cq_head, *cq_head + 1, __ATOMIC_RELEASE);
	return result;
}

int main(int argc, char **argv)
{
	static unsigned char old[4096], fresh[512];
	int fd;

	if (argc != 5)
		return 2;
	for (unsigned i = 0; i < sizeof(fresh) && argv[4][2 * i]; i++)
		sscanf(argv[4] + 2 * i, "%2hhx", &fresh[i]);
	set_up();
	fd = submit(IORING_OP_OPENAT, AT_FDCWD, argv[1], 0, 0, O_RDWR);
	if (fd < 0 || submit(IORING_OP_READ, fd, old, sizeof(old), 0, 0) < 512)
		return 5;
	if (submit(IORING_OP_WRITE, fd, fresh, sizeof(fresh), 0, 0) != sizeof(fresh))
		return 6;
	if (submit(IORING_OP_CLOSE, fd, 0, 0, 0, 0) < 0)
		return 7;
	if (submit(IORING_OP_RENAMEAT, AT_FDCWD, argv[1], AT_FDCWD, (unsigned long)argv[2], 0) < 0)
		return 8;
	return submit(IORING_OP_UNLINKAT, AT_FDCWD, argv[3], 0, 0, 0) < 0 ? 9 : 0;
}
