/* SPDX-License-Identifier: (GPL-2.0-only OR Apache-2.0) */
/*
 * System calls folded into what they do. The sensor fills one table per ABI (syscall number →
 * operation) before it loads the programs, so that a variant is one table row and no code.
 */
#ifndef CIPHERWATCH_OP_H
#define CIPHERWATCH_OP_H

#define CW_SYSCALLS 512

enum cw_op {
	OP_NONE = 0,
	OP_READ, /* fd, buf, len */
	OP_PREAD, /* fd, buf, len, pos */
	OP_READV, /* fd, iov, n */
	OP_PREADV, /* fd, iov, n, pos */
	OP_WRITE,
	OP_PWRITE,
	OP_WRITEV,
	OP_PWRITEV,
	OP_OPEN, /* path, flags */
	OP_OPENAT, /* dirfd, path, flags */
	OP_OPENAT2, /* dirfd, path, how */
	OP_CREAT,
	OP_OPEN_HANDLE, /* mountfd, handle, flags */
	OP_CLOSE,
	OP_CLOSE_RANGE,
	OP_DUP2, /* old, new */
	OP_MMAP, /* addr, len, prot, flags, fd, off */
	OP_RENAME,
	OP_RENAMEAT,
	OP_RENAMEAT2,
	OP_LINK,
	OP_LINKAT,
	OP_SYMLINK,
	OP_SYMLINKAT,
	OP_UNLINK,
	OP_UNLINKAT,
	OP_RMDIR,
	OP_TRUNCATE,
	OP_FTRUNCATE,
	OP_FALLOCATE,
	OP_SENDFILE, /* out, in */
	OP_SPLICE, /* in, off, out, off, len */
	OP_COPY_RANGE, /* in, off, out, off, len */
	OP_CONNECT,
	OP_ACCEPT,
	OP_SENDTO, /* fd, buf, len, flags, addr */
	OP_RECVFROM,
	OP_SENDMSG, /* fd, msghdr */
	OP_RECVMSG,
	OP_SENDMMSG, /* fd, mmsghdr[], n */
	OP_RECVMMSG,
	OP_EXEC,
	OP_MUNMAP, /* addr, len */
	OP_BIND, /* fd, addr */
	OP_SETSOCKOPT, /* fd, level, option, value, length */
	OP_AIO_SUBMIT, /* context, n, requests */
	OP_AIO_FETCH, /* context, least, most, events */
};

/* Operations that must be seen before they happen. */
#define CW_OP_AT_ENTER(op) \
	((op) == OP_CLOSE || (op) == OP_CLOSE_RANGE || (op) == OP_DUP2 || (op) == OP_EXEC || (op) == OP_MUNMAP || \
		(op) == OP_SENDFILE || (op) == OP_SPLICE || (op) == OP_COPY_RANGE)

#endif
