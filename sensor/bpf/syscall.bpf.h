/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The two system call tracepoints. Nearly everything is read at the exit, when the arguments are
 * still in the saved registers, strings are in memory, and the result is known; only what a call
 * destroys (the descriptor that it closes) is looked at on entry.
 */
#ifndef CIPHERWATCH_SYSCALL_BPF_H
#define CIPHERWATCH_SYSCALL_BPF_H

#define TS_COMPAT 0x0002 /* arch/x86/include/asm/thread_info.h */
#define AT_FDCWD -100
#define AT_REMOVEDIR 0x200
#define MSG_PEEK 2
#define FALLOC_DISCARDS (0x02 | 0x08 | 0x10) /* punch hole, collapse range, zero range */
#define HELD_MAX 64
#define RELEASE_MAX 256 /* descriptors searched when a process ends or closes a range */

struct args {
	u64 a, b, c, d, e, f;
};

static __always_inline u32 args_read(struct pt_regs *regs, u64 nr, struct args *args)
{
	struct task_struct *task = bpf_get_current_task_btf();
	u32 op;

	nr &= ~0x40000000ULL; /* x32 */
	if (nr >= CW_SYSCALLS)
		return OP_NONE;
	if (task->thread_info.status & TS_COMPAT) {
		op = op_i386[nr];
		if (op == OP_NONE)
			return op;
		args->a = (u32)regs->bx;
		args->b = (u32)regs->cx;
		args->c = (u32)regs->dx;
		args->d = (u32)regs->si;
		args->e = (u32)regs->di;
		args->f = (u32)regs->bp;
		return op;
	}
	op = op_native[nr];
	if (op == OP_NONE)
		return op;
	args->a = regs->di;
	args->b = regs->si;
	args->c = regs->dx;
	args->d = regs->r10;
	args->e = regs->r8;
	args->f = regs->r9;
	return op;
}

/*
 * Whether a process holds an open file under another of its descriptors too (dup). Looked for only
 * when the file is shared at all; ends are searched, where redirection puts them.
 */
PART int held_elsewhere(u64 file_at, u32 fd)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct fdtable *fdt = BPF_CORE_READ(task, files, fdt);
	struct file *file = (void *)file_at;
	struct file **fds;
	u32 max;

	if (!fdt || !file_is_shared(file))
		return 0;
	max = BPF_CORE_READ(fdt, max_fds);
	fds = BPF_CORE_READ(fdt, fd);
	for (u32 i = 0; i < HELD_MAX; i++) {
		struct file *other = 0;

		if (i >= max)
			return 0;
		bpf_probe_read_kernel(&other, sizeof(other), fds + i);
		if (other == file && i != fd)
			return 1;
	}
	return 0;
}

/* A descriptor goes; fd is ~0 when the whole process does. */
PART int release(u64 file_at, u32 tgid, u32 fd)
{
	struct file *file = (void *)file_at;
	struct file_entry *v;

	if (!file)
		return 0;
	v = file_lookup(file, tgid);
	if (v) {
		if (fd != ~0u && v->mapped && !held_elsewhere(file_at, fd))
			v->closed = 1; /* the mapping goes on */
		else if (fd == ~0u || !held_elsewhere(file_at, fd))
			file_finish(file, tgid, 0);
		return 0;
	}
	if (net_lookup(file, tgid) && (fd == ~0u || !held_elsewhere(file_at, fd)))
		net_release(file_at, tgid);
	return 0;
}

PART int release_range(u32 first, u32 last, u32 on_exec)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct fdtable *fdt = BPF_CORE_READ(task, files, fdt);
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	u32 max;
	struct file **fds;
	unsigned long *open, word = 0;

	if (!fdt)
		return 0;
	max = BPF_CORE_READ(fdt, max_fds);
	fds = BPF_CORE_READ(fdt, fd);
	bool ends = last == ~0u && !on_exec; /* the whole process does */

	if (last >= max)
		last = max - 1;
	open = on_exec ? BPF_CORE_READ(fdt, close_on_exec) : BPF_CORE_READ(fdt, open_fds);
	for (u32 i = 0; i < RELEASE_MAX; i++) {
		struct file *file = 0;
		u32 fd = first + i;

		if (fd > last)
			return 0;
		if (i == 0 || fd % 64 == 0)
			bpf_probe_read_kernel(&word, sizeof(word), open + fd / 64);
		if (!(word >> (fd % 64) & 1))
			continue;
		bpf_probe_read_kernel(&file, sizeof(file), fds + fd);
		if (file)
			release((u64)file, tgid, ends ? ~0u : fd);
	}
	/* the sweep finds what is left, later: this only counts that it was so */
	for (u32 i = 0; i < RELEASE_MAX / 4; i++) {
		u32 fd = (first + RELEASE_MAX + i * 64) & ~63u;

		if (fd > last)
			return 0;
		bpf_probe_read_kernel(&word, sizeof(word), open + fd / 64);
		if (word) {
			lose(CW_LOSS_EXIT_FDS);
			return 0;
		}
	}
	return 0;
}

/* Bytes are about to be moved into a file that nobody has been seen to read: look at what they replace. */
PART int before_move(u32 out, u64 pointer)
{
	struct file *file = fd_file(out);
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	struct file_entry *v;
	u64 offset = 0;

	if (!file)
		return 0;
	v = file_lookup(file, tgid);
	if (!v || v->read_samples || !v->e.size_before)
		return 0;
	if (pointer)
		bpf_probe_read_user(&offset, sizeof(offset), (void *)pointer);
	else
		offset = BPF_CORE_READ(file, f_pos);
	return file_sample_cached((u64)file, tgid, CW_SAMPLE_READ, offset >> PAGE_SHIFT);
}

SEC("tp_btf/sys_enter")
int BPF_PROG(on_sys_enter, struct pt_regs *regs, long nr)
{
	struct args args;
	u32 op = args_read(regs, nr, &args);
	u32 tgid;

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

/* Reads an iovec; returns how many bytes of the operation it holds. */
static __always_inline u64 first_vector(u64 iov, u64 count, u64 n, u64 *base)
{
	struct user_iovec v = {};

	*base = 0;
	/* leading empty vectors are rare but legal; four of them are looked past */
	for (u32 i = 0; i < 4; i++) {
		if (i >= count || bpf_probe_read_user(&v, sizeof(v), (void *)(iov + i * sizeof(v))))
			return 0;
		if (v.len) {
			*base = v.base;
			return v.len < n ? v.len : n;
		}
	}
	return 0;
}

/* A finished transfer of n bytes through a descriptor, whatever is behind it. */
PART int transfer(u64 file_at, u32 way, u64 user, u64 n, u64 pos)
{
	struct file *file = (void *)file_at;
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	u32 method = way == SENT ? CW_BY_WRITE : CW_BY_READ;
	struct file_entry *v;
	u32 mode;

	if (!file)
		return 0;
	v = file_lookup(file, tgid);
	if (!v) {
		mode = BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT;
		if (mode == S_IFSOCK) {
			net_io((u64)file, way, user, n, 0);
			return 0;
		}
		if (mode != S_IFREG)
			return 0;
		v = file_create(file, 0, way == SENT ? CW_FILE_INHERITED : 0);
		if (!v)
			return 0;
		if (way == SENT) {
			u64 end = pos == ~0ULL ? BPF_CORE_READ(file, f_pos) : pos + n;

			/* the size was read after this write: one that ends there has most likely made the file longer */
			if (end > n && end == v->e.size_before)
				v->e.size_before = end - n;
		}
	}
	file_io(v, file, method, user, n, pos);
	return 0;
}

/* Bytes that the kernel moved without passing them through user memory. */
/* Where n bytes went that were moved at *pointer, which the call has already advanced. */
static __always_inline u64 moved_at(u64 pointer, u64 n)
{
	u64 after = 0;

	if (!pointer || bpf_probe_read_user(&after, sizeof(after), (void *)pointer))
		return ~0ULL;
	return after - n;
}

PART int moved(u32 in, u64 in_pointer, u32 out, u64 out_pointer, u64 n)
{
	struct file *from = fd_file(in), *to = fd_file(out);
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	struct file_entry *v;
	u32 mode;

	if (from) {
		mode = BPF_CORE_READ(from, f_inode, i_mode) & S_IFMT;
		if (mode == S_IFSOCK) {
			net_io((u64)from, RECEIVED, 0, n, 0);
		} else if (mode == S_IFREG) {
			v = file_lookup(from, tgid);
			if (!v)
				v = file_create(from, 0, 0);
			if (v)
				file_io(v, from, CW_BY_SPLICE_OUT, 0, n, moved_at(in_pointer, n));
		}
	}
	if (to) {
		mode = BPF_CORE_READ(to, f_inode, i_mode) & S_IFMT;
		if (mode == S_IFSOCK) {
			net_io((u64)to, SENT, 0, n, 0);
		} else if (mode == S_IFREG) {
			v = file_lookup(to, tgid);
			if (!v)
				v = file_create(to, 0, CW_FILE_INHERITED);
			if (v)
				file_io(v, to, CW_BY_SPLICE_IN, 0, n, moved_at(out_pointer, n));
		}
	}
	return 0;
}

PART int message(u64 file_at, u32 way, u64 header, u64 n)
{
	struct file *file = (void *)file_at;
	struct user_msghdr m = {};
	u64 base = 0;

	if (!file || bpf_probe_read_user(&m, sizeof(m), (void *)header))
		return 0;
	first_vector(m.iov, m.iov_len, n, &base);
	net_io((u64)file, way, base, n, m.name);
	return 0;
}

static __always_inline void base_fill(int dirfd, const char *path, struct cw_place *place, u64 now)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct vfsmount *mnt;
	struct dentry *dir;

	if (path[0] == '/') {
		dir = BPF_CORE_READ(task, fs, root.dentry);
		mnt = BPF_CORE_READ(task, fs, root.mnt);
	} else if (dirfd == AT_FDCWD) {
		dir = BPF_CORE_READ(task, fs, pwd.dentry);
		mnt = BPF_CORE_READ(task, fs, pwd.mnt);
	} else {
		struct file *file = fd_file(dirfd);

		if (!file) {
			__builtin_memset(place, 0, sizeof(*place));
			return;
		}
		dir = BPF_CORE_READ(file, f_path.dentry);
		mnt = BPF_CORE_READ(file, f_path.mnt);
	}
	place_fill(place, dir, mnt);
	tell_directory((u64)dir, (u64)mnt, now);
}

static __always_inline u32 path_read(char *dst, u64 user, u32 *flags)
{
	long n = bpf_probe_read_user_str(dst, CW_PATH_MAX, (void *)user);

	if (n < 0) {
		*flags |= CW_PATH_UNREADABLE;
		lose(CW_LOSS_FAULT);
		dst[0] = 0;
		return 1;
	}
	if (n == CW_PATH_MAX) {
		*flags |= CW_PATH_CUT;
		lose(CW_LOSS_PATH_CUT);
	}
	return n;
}

PART int two_paths(int old_fd, u64 old_path, int new_fd, u64 new_path, u64 type_and_flags)
{
	struct scratch *s = scratch_get();
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	u64 now;
	u32 n;

	if (!s || is_ignored(tgid))
		return 0;
	now = bpf_ktime_get_boot_ns();
	process_current(&s->rename.process);
	s->rename.flags = (u32)type_and_flags;
	s->rename.path_flags = 0;
	path_read(s->rename.old_path, old_path, &s->rename.path_flags);
	n = path_read(s->rename.new_path, new_path, &s->rename.path_flags);
	base_fill(old_fd, s->rename.old_path, &s->rename.old_base, now);
	base_fill(new_fd, s->rename.new_path, &s->rename.new_base, now);
	emit(&s->rename, __builtin_offsetof(struct cw_file_rename, new_path) + at_most(n, CW_PATH_MAX),
		type_and_flags >> 32, now);
	return 0;
}

PART int one_path(int dirfd, u64 path, u32 type, u64 value)
{
	struct scratch *s = scratch_get();
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	u64 now;
	u32 n;

	if (!s || is_ignored(tgid))
		return 0;
	now = bpf_ktime_get_boot_ns();
	if (type == CW_FILE_UNLINK) {
		process_current(&s->unlink.process);
		s->unlink.directory = value;
		if (value)
			__sync_fetch_and_add(&directory_epoch, 1);
		s->unlink.path_flags = 0;
		n = path_read(s->unlink.path, path, &s->unlink.path_flags);
		base_fill(dirfd, s->unlink.path, &s->unlink.base, now);
		barrier_var(n);
		if (n > CW_PATH_MAX)
			n = CW_PATH_MAX;
		emit(&s->unlink, __builtin_offsetof(struct cw_file_unlink, path) + at_most(n, CW_PATH_MAX),
			CW_FILE_UNLINK, now);
		return 0;
	}
	process_current(&s->truncate.process);
	s->truncate.length = value;
	s->truncate.path_flags = 0;
	s->truncate.reserved = 0;
	n = path_read(s->truncate.path, path, &s->truncate.path_flags);
	base_fill(dirfd, s->truncate.path, &s->truncate.base, now);
	emit(&s->truncate, __builtin_offsetof(struct cw_file_truncate, path) + at_most(n, CW_PATH_MAX),
		CW_FILE_TRUNCATE, now);
	return 0;
}

PART int stdio_changed(u32 slot)
{
	struct scratch *s;
	struct file *file;
	u32 tgid = bpf_get_current_pid_tgid() >> 32;

	if (slot > 2 || is_ignored(tgid))
		return 0;
	s = scratch_get();
	file = fd_file(slot);
	if (!s || !file)
		return 0;
	fd_fill(&s->stdio.fd, file);
	process_current(&s->stdio.process);
	s->stdio.slot = slot;
	s->stdio.reserved = 0;
	emit(&s->stdio, sizeof(s->stdio), CW_STDIO_CHANGE, bpf_ktime_get_boot_ns());
	return 0;
}

static __always_inline u32 how_flags(u64 user)
{
	u64 flags = 0;

	bpf_probe_read_user(&flags, sizeof(flags), (void *)user);
	return flags;
}

#define PATHS(type, flags) ((u64)(type) << 32 | (u32)(flags))

/* Calls about names, which are rarer. */
static __always_inline int on_name_op(u32 op, struct args *x)
{
	switch (op) {
	case OP_RENAME:
		two_paths(AT_FDCWD, x->a, AT_FDCWD, x->b, PATHS(CW_FILE_RENAME, 0));
		break;
	case OP_RENAMEAT2:
		two_paths(x->a, x->b, x->c, x->d, PATHS(CW_FILE_RENAME, x->e));
		break;
	case OP_RENAMEAT:
		two_paths(x->a, x->b, x->c, x->d, PATHS(CW_FILE_RENAME, 0));
		break;
	case OP_LINK:
		two_paths(AT_FDCWD, x->a, AT_FDCWD, x->b, PATHS(CW_FILE_LINK, 0));
		break;
	case OP_LINKAT:
		two_paths(x->a, x->b, x->c, x->d, PATHS(CW_FILE_LINK, 0));
		break;
	case OP_SYMLINK:
		two_paths(AT_FDCWD, x->a, AT_FDCWD, x->b, PATHS(CW_FILE_LINK, 1));
		break;
	case OP_SYMLINKAT:
		two_paths(AT_FDCWD, x->a, x->b, x->c, PATHS(CW_FILE_LINK, 1));
		break;
	case OP_UNLINK:
		one_path(AT_FDCWD, x->a, CW_FILE_UNLINK, 0);
		break;
	case OP_UNLINKAT:
		one_path(x->a, x->b, CW_FILE_UNLINK, !!(x->c & AT_REMOVEDIR));
		break;
	case OP_RMDIR:
		one_path(AT_FDCWD, x->a, CW_FILE_UNLINK, 1);
		break;
	case OP_TRUNCATE:
		one_path(AT_FDCWD, x->a, CW_FILE_TRUNCATE, x->b);
		break;
	}
	return 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(on_sys_exit, struct pt_regs *regs, long ret)
{
	struct args x;
	u64 base = 0;
	u32 op = args_read(regs, regs->orig_ax, &x);

	if (op == OP_NONE || op == OP_CLOSE || op == OP_CLOSE_RANGE || op == OP_EXEC || op == OP_MUNMAP)
		return 0;
	if (ret < 0 && op != OP_CONNECT && op != OP_MMAP)
		return 0;
	switch (op) {
	case OP_READ:
		if (ret > 0)
			transfer((u64)fd_file(x.a), RECEIVED, x.b, ret, ~0ULL);
		break;
	case OP_PREAD:
		if (ret > 0)
			transfer((u64)fd_file(x.a), RECEIVED, x.b, ret, x.d);
		break;
	case OP_READV:
	case OP_PREADV:
		if (ret > 0) {
			first_vector(x.b, x.c, ret, &base);
			/* an offset of -1 means the file's own position (preadv2) */
			transfer((u64)fd_file(x.a), RECEIVED, base, ret, op == OP_READV ? ~0ULL : x.d);
		}
		break;
	case OP_WRITE:
		if (ret > 0)
			transfer((u64)fd_file(x.a), SENT, x.b, ret, ~0ULL);
		break;
	case OP_PWRITE:
		if (ret > 0)
			transfer((u64)fd_file(x.a), SENT, x.b, ret, x.d);
		break;
	case OP_WRITEV:
	case OP_PWRITEV:
		if (ret > 0) {
			first_vector(x.b, x.c, ret, &base);
			transfer((u64)fd_file(x.a), SENT, base, ret, op == OP_WRITEV ? ~0ULL : x.d);
		}
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
	process_fill(&s->end.process, task);
	s->end.exit_code = BPF_CORE_READ(task, exit_code);
	s->end.reserved = 0;
	emit(&s->end, sizeof(s->end), CW_PROCESS_END, bpf_ktime_get_boot_ns());
	return 0;
}

#endif
