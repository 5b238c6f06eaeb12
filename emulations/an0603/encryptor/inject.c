/*
 * Makes somebody else's process do it: `injector PROGRAM TREE [--NAME=VALUE]…` starts the program, attaches to it as a debugger,
 * and has it open, read and overwrite each file by its own system calls. What it reads is encrypted here. x86-64 alone.
 */
#define _GNU_SOURCE
#include "encryptor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef __x86_64__

#define ROOM (16 << 20)

static pid_t host;

/* One system call of the host: a `syscall` instruction is put where it stopped, and stepped over. */
static long remote(long number, long a, long b, long c, long d)
{
	static const unsigned char SYSCALL[] = {0x0f, 0x05};
	struct user_regs_struct before, after;
	int status;
	if (ptrace(PTRACE_GETREGS, host, NULL, &before) < 0)
		fail("read registers of", "the host");
	after = before;
	long word = ptrace(PTRACE_PEEKTEXT, host, before.rip, NULL), changed = word;
	memcpy(&changed, SYSCALL, sizeof(SYSCALL));
	after.rax = number, after.rdi = a, after.rsi = b, after.rdx = c, after.r10 = d;
	after.r8 = -1, after.r9 = 0, after.orig_rax = -1;
	if (ptrace(PTRACE_POKETEXT, host, before.rip, changed) < 0 || ptrace(PTRACE_SETREGS, host, NULL, &after) < 0 ||
		ptrace(PTRACE_SINGLESTEP, host, NULL, NULL) < 0 || waitpid(host, &status, 0) < 0 || !WIFSTOPPED(status))
		fail("step", "the host");
	ptrace(PTRACE_GETREGS, host, NULL, &after);
	ptrace(PTRACE_POKETEXT, host, before.rip, word);
	ptrace(PTRACE_SETREGS, host, NULL, &before);
	if ((long)after.rax < 0)
		errno = -(long)after.rax, fail("make a call of", "the host");
	return after.rax;
}

static void copy(bool out, void *here, long there, size_t length)
{
	struct iovec local = {here, length}, far = {(void *)there, length};
	ssize_t n = length == 0 ? 0
		    : out	? process_vm_writev(host, &local, 1, &far, 1, 0)
				: process_vm_readv(host, &local, 1, &far, 1, 0);
	if (n != (ssize_t)length)
		fail("reach the memory of", "the host");
}

static void destroy_by_host(const struct options *options, const char *path, long room)
{
	unsigned char *plain = malloc(ROOM);
	copy(true, (void *)path, room, strlen(path) + 1);
	long fd = remote(SYS_open, room, O_RDWR, 0, 0);
	long length = remote(SYS_read, fd, room, ROOM, 0);
	copy(false, plain, room, length);
	struct output output = transform(options, path, plain, length);
	copy(true, output.bytes, room, output.length);
	remote(SYS_pwrite64, fd, room, output.length, 0);
	remote(SYS_close, fd, 0, 0, 0);
	tell(path);
	free_output(&output);
	free(plain);
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 64;
	struct options options = parse_options(argc - 1, argv + 1);
	struct files files = list_files(&options);
	struct timespec pause = {0, 200000000};
	host = fork();
	if (host == 0) {
		execl(argv[1], argv[1], "60", NULL);
		_exit(1);
	}
	nanosleep(&pause, NULL);
	if (ptrace(PTRACE_ATTACH, host, NULL, NULL) < 0 || waitpid(host, NULL, 0) < 0)
		fail("attach to", argv[1]);
	long room = remote(SYS_mmap, 0, ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);
	for (size_t i = 0; i < files.count; i++) {
		if (i > 0 && options.rate > 0) {
			pause.tv_sec = (time_t)(1 / options.rate);
			pause.tv_nsec = (long)((1 / options.rate - (double)pause.tv_sec) * 1e9);
			nanosleep(&pause, NULL);
		}
		destroy_by_host(&options, files.paths[i], room);
	}
	kill(host, SIGKILL);
	waitpid(host, NULL, 0);
	return 0;
}

#else

int main(void)
{
	fprintf(stderr, "written for x86-64\n");
	return 65;
}

#endif
