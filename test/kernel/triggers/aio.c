/*
 * Uses a file through Linux AIO alone: reads it and writes other bytes over it, as one request and as a vector.
 * Arguments: file, 512 bytes in hex to write at its start and, in two parts, at 1024.
 */
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static aio_context_t context;

static long done(int fd, int op, void *buf, unsigned long n, long long offset)
{
	struct iocb request = {.aio_lio_opcode = op,
		.aio_fildes = fd,
		.aio_buf = (uintptr_t)buf,
		.aio_nbytes = n,
		.aio_offset = offset};
	struct iocb *requests[] = {&request};
	struct io_event event;

	if (syscall(SYS_io_submit, context, 1, requests) != 1)
		return -1;
	if (syscall(SYS_io_getevents, context, 1, 1, &event, 0) != 1)
		return -1;
	return event.res;
}

int main(int argc, char **argv)
{
	static char old[1 << 16];
	unsigned char bytes[512];
	struct iovec parts[2] = {{bytes, 100}, {bytes + 100, 412}};
	int fd;

	if (argc != 3 || syscall(SYS_io_setup, 4, &context))
		return 2;
	for (int i = 0; i < 512; i++) {
		unsigned byte;

		if (sscanf(argv[2] + 2 * i, "%2x", &byte) != 1)
			return 2;
		bytes[i] = byte;
	}
	fd = open(argv[1], O_RDWR);
	if (fd < 0 || done(fd, IOCB_CMD_PREAD, old, sizeof(old), 0) <= 0)
		return 3;
	if (done(fd, IOCB_CMD_PWRITE, bytes, 512, 0) != 512 || done(fd, IOCB_CMD_PWRITEV, parts, 2, 1024) != 512)
		return 4;
	close(fd);
	return 0;
}
