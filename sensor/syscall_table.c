/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which system call does what, for the native ABI and for i386 on an x86-64 kernel. The i386
 * numbers are frozen kernel ABI (arch/x86/entry/syscalls/syscall_32.tbl).
 */
#include "syscall_table.h"

#include <asm/unistd.h>
#include <string.h>

#include "op.h"

struct row {
	unsigned short nr;
	unsigned char op;
};

static const struct row native[] = {
	{__NR_read, OP_READ},
	{__NR_pread64, OP_PREAD},
	{__NR_readv, OP_READV},
	{__NR_preadv, OP_PREADV},
	{327 /* preadv2 */, OP_PREADV},
	{__NR_write, OP_WRITE},
	{__NR_pwrite64, OP_PWRITE},
	{__NR_writev, OP_WRITEV},
	{__NR_pwritev, OP_PWRITEV},
	{328 /* pwritev2 */, OP_PWRITEV},
	{__NR_open, OP_OPEN},
	{__NR_openat, OP_OPENAT},
	{437 /* openat2 */, OP_OPENAT2},
	{__NR_creat, OP_CREAT},
	{__NR_open_by_handle_at, OP_OPEN_HANDLE},
	{__NR_close, OP_CLOSE},
	{436 /* close_range */, OP_CLOSE_RANGE},
	{__NR_dup2, OP_DUP2},
	{__NR_dup3, OP_DUP2},
	{__NR_mmap, OP_MMAP},
	{__NR_munmap, OP_MUNMAP},
	{__NR_rename, OP_RENAME},
	{__NR_renameat, OP_RENAMEAT},
	{__NR_renameat2, OP_RENAMEAT2},
	{__NR_link, OP_LINK},
	{__NR_linkat, OP_LINKAT},
	{__NR_symlink, OP_SYMLINK},
	{__NR_symlinkat, OP_SYMLINKAT},
	{__NR_unlink, OP_UNLINK},
	{__NR_unlinkat, OP_UNLINKAT},
	{__NR_rmdir, OP_RMDIR},
	{__NR_truncate, OP_TRUNCATE},
	{__NR_ftruncate, OP_FTRUNCATE},
	{__NR_fallocate, OP_FALLOCATE},
	{__NR_sendfile, OP_SENDFILE},
	{__NR_splice, OP_SPLICE},
	{__NR_copy_file_range, OP_COPY_RANGE},
	{__NR_connect, OP_CONNECT},
	{__NR_accept, OP_ACCEPT},
	{__NR_accept4, OP_ACCEPT},
	{__NR_bind, OP_BIND},
	{__NR_setsockopt, OP_SETSOCKOPT},
	{__NR_sendto, OP_SENDTO},
	{__NR_recvfrom, OP_RECVFROM},
	{__NR_sendmsg, OP_SENDMSG},
	{__NR_recvmsg, OP_RECVMSG},
	{__NR_sendmmsg, OP_SENDMMSG},
	{__NR_recvmmsg, OP_RECVMMSG},
	{__NR_io_submit, OP_AIO_SUBMIT},
	{__NR_io_getevents, OP_AIO_FETCH},
	{333 /* io_pgetevents */, OP_AIO_FETCH},
	{__NR_execve, OP_EXEC},
	{__NR_execveat, OP_EXEC},
};

/* Calls whose arguments are scalars or plain pointers in the same order. Vectors, message headers
 * and split 64-bit offsets differ in layout there; what they carry is counted without a sample. */
static const struct row i386[] = {
	{3, OP_READ},
	{4, OP_WRITE},
	{180, OP_PREAD},
	{181, OP_PWRITE},
	{5, OP_OPEN},
	{8, OP_CREAT},
	{295, OP_OPENAT},
	{437, OP_OPENAT2},
	{6, OP_CLOSE},
	{436, OP_CLOSE_RANGE},
	{63, OP_DUP2},
	{330, OP_DUP2},
	{192, OP_MMAP},
	{91, OP_MUNMAP},
	{38, OP_RENAME},
	{302, OP_RENAMEAT},
	{353, OP_RENAMEAT2},
	{9, OP_LINK},
	{303, OP_LINKAT},
	{83, OP_SYMLINK},
	{304, OP_SYMLINKAT},
	{10, OP_UNLINK},
	{301, OP_UNLINKAT},
	{40, OP_RMDIR},
	{92, OP_TRUNCATE},
	{93, OP_FTRUNCATE},
	{187, OP_SENDFILE},
	{239, OP_SENDFILE},
	{313, OP_SPLICE},
	{377, OP_COPY_RANGE},
	{362, OP_CONNECT},
	{364, OP_ACCEPT},
	{361, OP_BIND},
	{366, OP_SETSOCKOPT},
	{369, OP_SENDTO},
	{371, OP_RECVFROM},
	{11, OP_EXEC},
	{358, OP_EXEC},
};

static void fill(unsigned char *table, const struct row *rows, unsigned n)
{
	memset(table, OP_NONE, CW_SYSCALLS);
	for (unsigned i = 0; i < n; i++)
		table[rows[i].nr] = rows[i].op;
}

void cw_fill_syscall_tables(unsigned char *native_table, unsigned char *i386_table, unsigned char *at_enter)
{
	fill(native_table, native, sizeof(native) / sizeof(*native));
	fill(i386_table, i386, sizeof(i386) / sizeof(*i386));
	for (unsigned nr = 0; nr < CW_SYSCALLS; nr++)
		at_enter[nr] = CW_OP_AT_ENTER(native_table[nr]) || CW_OP_AT_ENTER(i386_table[nr]);
}
