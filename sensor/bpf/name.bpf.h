/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls about names: rename, link, unlink, truncate by path. */
#ifndef CIPHERWATCH_NAME_BPF_H
#define CIPHERWATCH_NAME_BPF_H

#define AT_FDCWD -100
#define AT_REMOVEDIR 0x200

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

#endif
