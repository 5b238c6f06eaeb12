/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Linux AIO (io_submit): what is written is taken when it is submitted, what is read when its result is fetched,
 * since only then the buffer holds it. Kernel: include/uapi/linux/aio_abi.h, fs/aio.c.
 */
#ifndef CIPHERWATCH_AIO_BPF_H
#define CIPHERWATCH_AIO_BPF_H

enum aio_op {
	AIO_PREAD = 0,
	AIO_PWRITE = 1,
	AIO_PREADV = 7,
	AIO_PWRITEV = 8,
};

/* Requests of one call that are looked at; more are counted by their first eight. */
#define AIO_MOST 8

/* A finished transfer of n bytes; of as many as were asked for when n is 0. */
PART int aio_transfer(u64 request, u32 fetched, u64 n)
{
	struct user_iocb r = {};
	struct file *file;
	u64 user;
	bool reads;

	if (bpf_probe_read_user(&r, sizeof(r), (void *)request))
		return 0;
	reads = r.opcode == AIO_PREAD || r.opcode == AIO_PREADV;
	if (reads != fetched || (!reads && r.opcode != AIO_PWRITE && r.opcode != AIO_PWRITEV))
		return 0;
	file = fd_file(r.fd);
	if (!file)
		return 0;
	user = r.buf;
	if (r.opcode == AIO_PREAD || r.opcode == AIO_PWRITE)
		n = n ? n : r.nbytes;
	else
		n = first_vector(r.buf, r.nbytes, n ? n : ~0ULL, &user);
	if (!n)
		return 0;
	return transfer((u64)file, reads ? RECEIVED : SENT, user, n, r.offset);
}

/* requests: array of pointers to them, in user memory */
PART int aio_submitted(u64 requests, u32 n)
{
	for (u32 i = 0; i < AIO_MOST; i++) {
		u64 request = 0;

		if (i >= n || bpf_probe_read_user(&request, sizeof(request), (void *)(requests + i * sizeof(request))))
			break;
		aio_transfer(request, 0, 0);
	}
	return 0;
}

PART int aio_fetched(u64 events, u32 n)
{
	for (u32 i = 0; i < AIO_MOST; i++) {
		struct user_io_event e = {};

		if (i >= n || bpf_probe_read_user(&e, sizeof(e), (void *)(events + i * sizeof(e))))
			break;
		if (e.res > 0)
			aio_transfer(e.obj, 1, e.res);
	}
	return 0;
}

#endif
