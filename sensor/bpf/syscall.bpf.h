/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The two system call tracepoints. Nearly everything is read at the exit, when the arguments are
 * still in the saved registers, strings are in memory, and the result is known; only what a call
 * destroys (the descriptor that it closes) is looked at on entry.
 */
#ifndef CIPHERWATCH_SYSCALL_BPF_H
#define CIPHERWATCH_SYSCALL_BPF_H

#define MSG_PEEK 2
#define FALLOC_DISCARDS (0x02 | 0x08 | 0x10) /* punch hole, collapse range, zero range */

SEC("tp_btf/sys_enter")
int BPF_PROG(on_sys_enter, struct pt_regs *regs, long nr)
{
	u64 plain = nr & ~0x40000000ULL; /* x32 */
	struct args args = {};
	u32 op, tgid;

	if (plain >= CW_SYSCALLS || !at_enter[plain])
		return 0;
	op = args_read(regs, nr, &args);
	if (!CW_OP_AT_ENTER(op))
		return 0;
	tgid = bpf_get_current_pid_tgid() >> 32;
	if (op == OP_CLOSE) {
		release((u64)fd_file(args.a), tgid, args.a);
	} else if (op == OP_DUP2) {
		if (args.a != args.b)
			release((u64)fd_file(args.b), tgid, args.b);
	} else if (op == OP_SENDFILE) {
		before_move(args.a, 0);
	} else if (op == OP_SPLICE || op == OP_COPY_RANGE) {
		before_move(args.c, args.d);
	} else if (op == OP_MUNMAP) {
		if (mapped_sessions)
			on_munmap(args.a);
	} else if (op == OP_EXEC) {
		/* an exec that fails has ended these sessions early: the next use opens them again */
		release_range(0, 0xffffffff, 1);
	} else if (!(args.c & 4 /* CLOSE_RANGE_CLOEXEC */)) {
		release_range(args.a, args.b, 0);
	}
	return 0;
}

static __always_inline u32 how_flags(u64 user)
{
	u64 flags = 0;

	bpf_probe_read_user(&flags, sizeof(flags), (void *)user);
	return flags;
}

/* read, write and their kin; an offset of -1 means the file's own position, as in preadv2. */
static __always_inline void plain_transfer(u32 op, struct args *x, u64 n)
{
	u32 way = op >= OP_WRITE ? SENT : RECEIVED;
	bool vector = op == OP_READV || op == OP_PREADV || op == OP_WRITEV || op == OP_PWRITEV;
	bool placed = op == OP_PREAD || op == OP_PREADV || op == OP_PWRITE || op == OP_PWRITEV;
	struct file *file = fd_file(x->a);
	u64 user = x->b;
	u32 kind;

	if (!file)
		return;
	kind = BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT;
	if (kind != S_IFREG && kind != S_IFSOCK)
		return;
	if (vector)
		first_vector(x->b, x->c, n, &user);
	transfer((u64)file, vector ? way | SCATTERED : way, user, n, placed ? x->d : ~0ULL);
}

SEC("tp_btf/sys_exit")
int BPF_PROG(on_sys_exit, struct pt_regs *regs, long ret)
{
	struct args x;
	u32 op = args_read(regs, regs->orig_ax, &x);

	if (op == OP_NONE || op == OP_CLOSE || op == OP_CLOSE_RANGE || op == OP_EXEC || op == OP_MUNMAP)
		return 0;
	if (ret < 0 && op != OP_CONNECT && op != OP_MMAP)
		return 0;
	switch (op) {
	case OP_READ:
	case OP_PREAD:
	case OP_READV:
	case OP_PREADV:
	case OP_WRITE:
	case OP_PWRITE:
	case OP_WRITEV:
	case OP_PWRITEV:
		if (ret > 0)
			plain_transfer(op, &x, ret);
		break;
	case OP_OPEN:
		on_open_done(ret, x.b);
		break;
	case OP_OPENAT:
	case OP_OPEN_HANDLE:
		on_open_done(ret, x.c);
		break;
	case OP_OPENAT2:
		on_open_done(ret, how_flags(x.c));
		break;
	case OP_CREAT:
		on_open_done(ret, O_TRUNC);
		break;
	case OP_DUP2:
		stdio_changed(ret);
		break;
	case OP_MMAP:
		if ((unsigned long)ret < -4096UL)
			on_mmap_done(x.e, x.c, x.d, ret);
		break;
	case OP_FTRUNCATE:
		on_resize_done(x.a, CW_BY_TRUNCATE);
		break;
	case OP_FALLOCATE:
		if (x.b & FALLOC_DISCARDS)
			on_resize_done(x.a, CW_BY_PUNCH);
		break;
	case OP_SENDFILE:
		if (ret > 0)
			moved(x.b, x.c, x.a, 0, ret);
		break;
	case OP_SPLICE:
	case OP_COPY_RANGE:
		if (ret > 0)
			moved(x.a, x.b, x.c, x.d, ret);
		break;
	case OP_CONNECT:
		on_connect_done(x.a, ret);
		break;
	case OP_ACCEPT:
		on_accept_done(ret);
		break;
	case OP_BIND:
		on_bind_done(x.a, x.b);
		break;
	case OP_SETSOCKOPT:
		if (x.b >= SOL_ALG)
			on_setsockopt_done(x.a, x.b, x.c, x.d, x.e);
		break;
	case OP_SENDTO:
	case OP_RECVFROM:
		if (ret > 0 && !(op == OP_RECVFROM && x.d & MSG_PEEK)) {
			struct file *file = fd_file(x.a);

			if (file)
				net_io((u64)file, op == OP_SENDTO ? SENT : RECEIVED, x.b, ret, x.e);
		}
		break;
	case OP_SENDMSG:
		if (ret > 0)
			message((u64)fd_file(x.a), SENT, x.b, ret);
		break;
	case OP_RECVMSG:
		if (ret > 0 && !(x.c & MSG_PEEK))
			message((u64)fd_file(x.a), RECEIVED, x.b, ret);
		break;
	case OP_AIO_SUBMIT:
		aio_submitted(x.c, ret);
		break;
	case OP_AIO_FETCH:
		aio_fetched(x.d, ret);
		break;
	case OP_SENDMMSG:
	case OP_RECVMMSG:
		if (x.d & MSG_PEEK && op == OP_RECVMMSG)
			break;
		for (u32 i = 0; i < 8; i++) { /* more in one call are counted by their first eight */
			struct user_mmsghdr *m = (void *)(x.b + i * sizeof(*m));
			u32 len = 0;

			if (i >= ret || bpf_probe_read_user(&len, 4, &m->len) || !len)
				break;
			message((u64)fd_file(x.a), op == OP_SENDMMSG ? SENT : RECEIVED, (u64)m, len);
		}
		break;
	default:
		on_name_op(op, &x);
	}
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task)
{
	struct scratch *s;
	u32 tgid = BPF_CORE_READ(task, tgid);

	if (BPF_CORE_READ(task, signal, live.counter) > 0)
		return 0;
	if (is_ignored(tgid)) {
		bpf_map_delete_elem(&ignored, &tgid);
		return 0;
	}
	release_range(0, 0xffffffff, 0);
	if (mapped_sessions)
		bpf_for_each_map_elem(&mapped, end_mapped, &tgid, 0);
	s = scratch_get();
	if (!s)
		return 0;
	crypto_end(tgid, bpf_ktime_get_boot_ns());
	process_fill(&s->end.process, task);
	s->end.exit_code = BPF_CORE_READ(task, exit_code);
	s->end.reserved = 0;
	emit(&s->end, sizeof(s->end), CW_PROCESS_END, bpf_ktime_get_boot_ns());
	return 0;
}

#endif
