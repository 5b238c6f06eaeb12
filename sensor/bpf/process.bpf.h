/* SPDX-License-Identifier: GPL-2.0-only */
/* Processes: start, fork, end. */
#ifndef CIPHERWATCH_PROCESS_BPF_H
#define CIPHERWATCH_PROCESS_BPF_H

#define PIPEFS_MAGIC 0x50495045
#define TMPFS_MAGIC 0x01021994
#define MNT_INTERNAL 0x4000
#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define NO_ID 0xffffffffu

static __always_inline void process_fill(struct cw_process *p, struct task_struct *task)
{
	p->pid = BPF_CORE_READ(task, tgid);
	p->tid = BPF_CORE_READ(task, pid);
	p->start_ns = BPF_CORE_READ(task, group_leader, start_boottime);
}

static __always_inline void process_current(struct cw_process *p)
{
	struct task_struct *task = bpf_get_current_task_btf();
	u64 id = bpf_get_current_pid_tgid();

	p->pid = id >> 32;
	p->tid = (u32)id;
	p->start_ns = task->group_leader->start_boottime;
}

/* The open file behind a descriptor of a task; 0 when there is none. */
static __always_inline struct file *task_fd_file(struct task_struct *task, u32 fd)
{
	struct fdtable *fdt = BPF_CORE_READ(task, files, fdt);

	if (!fdt || fd >= BPF_CORE_READ(fdt, max_fds))
		return 0;
	return PEEK(BPF_CORE_READ(fdt, fd) + fd);
}

static __always_inline struct file *fd_file(u32 fd)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct files_struct *table = task->files;
	struct fdtable *fdt;

	if (!table)
		return 0;
	fdt = table->fdt;
	if (!fdt || fd >= fdt->max_fds)
		return 0;
	return PEEK(fdt->fd + fd);
}

static __always_inline void map_v4(u8 *out, u32 v4)
{
	*(u64 *)out = 0;
	*(u32 *)(out + 8) = 0xffff0000; /* ::ffff: in memory order */
	*(u32 *)(out + 12) = v4;
}

static __always_inline void fd_fill(struct cw_fd *out, struct file *file)
{
	struct inode *inode;
	u32 mode;

	__builtin_memset(out, 0, sizeof(*out));
	if (!file) {
		out->kind = CW_FD_CLOSED;
		return;
	}
	inode = BPF_CORE_READ(file, f_inode);
	mode = BPF_CORE_READ(inode, i_mode) & S_IFMT;
	out->ino = BPF_CORE_READ(inode, i_ino);
	out->dev = BPF_CORE_READ(inode, i_sb, s_dev);
	out->kind = CW_FD_OTHER;
	if (mode == S_IFREG || mode == S_IFDIR) {
		out->kind = CW_FD_FILE;
	} else if (mode == S_IFIFO) {
		out->kind = BPF_CORE_READ(inode, i_sb, s_magic) == PIPEFS_MAGIC ? CW_FD_PIPE : CW_FD_FIFO;
	} else if (mode == S_IFCHR) {
		u32 major = BPF_CORE_READ(inode, i_rdev) >> 20, minor = BPF_CORE_READ(inode, i_rdev) & 0xfffff;

		if (major == 1 && minor == 3)
			out->kind = CW_FD_NULL;
		else if (major == 4 || major == 5 || major == 204 || major == 229 || (major >= 136 && major <= 143))
			out->kind = CW_FD_TTY;
	} else if (mode == S_IFSOCK) {
		struct socket *sock = BPF_CORE_READ(file, private_data);
		struct sock *sk = BPF_CORE_READ(sock, sk);
		u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);

		if (family == AF_UNIX) {
			struct sock *peer = BPF_CORE_READ((struct unix_sock *)sk, peer);

			out->kind = CW_FD_UNIX;
			out->peer_ino = BPF_CORE_READ(peer, sk_socket, file, f_inode, i_ino);
		} else if (family == AF_INET || family == AF_INET6) {
			out->kind = CW_FD_INET;
			out->remote_port = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));
			if (family == AF_INET)
				map_v4(out->remote, BPF_CORE_READ(sk, __sk_common.skc_daddr));
			else
				BPF_CORE_READ_INTO(&out->remote, sk, __sk_common.skc_v6_daddr);
		}
	}
}

/* Deleted, memfd. */
static __always_inline u32 image_flags_of(struct file *file)
{
	struct inode *inode = BPF_CORE_READ(file, f_inode);
	struct vfsmount *mnt = BPF_CORE_READ(file, f_path.mnt);

	if (BPF_CORE_READ(inode, i_sb, s_magic) == TMPFS_MAGIC && (BPF_CORE_READ(mnt, mnt_flags) & MNT_INTERNAL))
		return CW_IMAGE_MEMFD;
	return BPF_CORE_READ(inode, i_nlink) == 0 ? CW_IMAGE_DELETED : 0;
}

PART int cgroup_path(u64 kn_at)
{
	struct scratch *s = scratch_get();
	struct kernfs_node *kn = (void *)kn_at;
	u64 pos = CW_NAME_MAX - 1;

	if (!s)
		return 0;
	s->walk[CW_NAME_MAX - 1] = 0;
	for (int i = 0; i < 12; i++) {
		struct kernfs_node *parent;
		struct kernfs_node___parent *old = (void *)kn;
		const char *name;
		char *tmp;
		long len;

		if (!kn)
			break;
		if (bpf_core_field_exists(kn->__parent))
			parent = BPF_CORE_READ(kn, __parent);
		else
			parent = BPF_CORE_READ(old, parent);
		if (!parent)
			break;
		name = BPF_CORE_READ(kn, name);
		/* the length is known only after a copy, so copy to the side first */
		tmp = (char *)s->payload;
		len = bpf_probe_read_kernel_str(tmp, CW_NAME_MAX, name);
		if (len < 2 || len > CW_NAME_MAX)
			break;
		len -= 1;
		if (pos < len + 1)
			break;
		pos = (pos - len - 1) & (CW_NAME_MAX - 1);
		s->walk[pos] = '/';
		bpf_probe_read_kernel(&s->walk[pos + 1], len & (CW_NAME_MAX - 1), tmp);
		kn = parent;
	}
	if (pos == CW_NAME_MAX - 1) {
		pos = CW_NAME_MAX - 2;
		s->walk[pos] = '/';
	}
	bpf_probe_read_kernel_str(s->start.cgroup, CW_NAME_MAX, &s->walk[pos & (CW_NAME_MAX - 1)]);
	return 0;
}

/* Everything of a process start but argv, from any context. */
static __always_inline void start_fill(struct scratch *s, struct task_struct *task)
{
	struct cw_process_start *r = &s->start;
	struct task_struct *parent = BPF_CORE_READ(task, real_parent);
	const struct cred *cred = BPF_CORE_READ(task, real_cred);
	struct signal_struct *signal = BPF_CORE_READ(task, signal);
	struct tty_struct *tty = BPF_CORE_READ(signal, tty);
	struct file *exe = BPF_CORE_READ(task, mm, exe_file);
	struct inode *inode = BPF_CORE_READ(exe, f_inode);
	struct fs_struct *fs = BPF_CORE_READ(task, fs);

	process_fill(&r->process, task);
	process_fill(&r->parent, parent);
	r->image_flags = image_flags_of(exe);
	if (BPF_CORE_READ(inode, i_mode) & 04000)
		r->image_flags |= CW_IMAGE_SETUID;
	r->uid = BPF_CORE_READ(cred, uid.val);
	r->euid = BPF_CORE_READ(cred, euid.val);
	r->gid = BPF_CORE_READ(cred, gid.val);
	r->egid = BPF_CORE_READ(cred, egid.val);
	r->cap_effective = BPF_CORE_READ(cred, cap_effective.val);
	r->user_ns = BPF_CORE_READ(cred, user_ns, ns.inum);
	r->auid = NO_ID;
	r->audit_session = NO_ID;
	if (bpf_core_field_exists(task->loginuid)) {
		r->auid = BPF_CORE_READ(task, loginuid.val);
		r->audit_session = BPF_CORE_READ(task, sessionid);
	}
	r->pgid = BPF_CORE_READ(signal, pids[2], numbers[0].nr);
	r->sid = BPF_CORE_READ(signal, pids[3], numbers[0].nr);
	r->tty = 0;
	if (tty)
		r->tty = BPF_CORE_READ(tty, driver, major) << 20 |
			 (BPF_CORE_READ(tty, driver, minor_start) + BPF_CORE_READ(tty, index));
	r->mnt_ns = BPF_CORE_READ(task, nsproxy, mnt_ns, ns.inum);
	r->pid_ns = BPF_CORE_READ(task, nsproxy, pid_ns_for_children, ns.inum);
	r->net_ns = BPF_CORE_READ(task, nsproxy, net_ns, ns.inum);
	r->image_dev = BPF_CORE_READ(inode, i_sb, s_dev);
	r->image_ino = BPF_CORE_READ(inode, i_ino);
	r->image_size = BPF_CORE_READ(inode, i_size);
	r->image_mtime_ns = inode_mtime_ns(inode);
	r->cgroup_id = 0;
	BPF_CORE_READ_INTO(&r->comm, task, comm);
	fd_fill(&r->fd[0], task_fd_file(task, 0));
	fd_fill(&r->fd[1], task_fd_file(task, 1));
	fd_fill(&r->fd[2], task_fd_file(task, 2));
	r->script[0] = 0;
	r->path_flags = 0;
	r->argv_len = 0;
	if (exe) {
		walk_path((u64)BPF_CORE_READ(exe, f_path.dentry), (u64)BPF_CORE_READ(exe, f_path.mnt));
		r->path_flags |= s->walked.flags;
		walked_copy(s, r->exe);
	} else {
		r->exe[0] = 0;
	}
	walk_path((u64)BPF_CORE_READ(fs, pwd.dentry), (u64)BPF_CORE_READ(fs, pwd.mnt));
	r->path_flags |= s->walked.flags;
	walked_copy(s, r->cwd);
	cgroup_path((u64)BPF_CORE_READ(task, cgroups, dfl_cgrp, kn));
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
	struct scratch *s;
	u32 ptgid = BPF_CORE_READ(parent, tgid), tgid = BPF_CORE_READ(child, tgid);
	u8 one = 1;

	if (ptgid == tgid) /* a thread */
		return 0;
	if (is_ignored(ptgid)) {
		bpf_map_update_elem(&ignored, &tgid, &one, BPF_ANY);
		return 0;
	}
	s = scratch_get();
	if (!s)
		return 0;
	process_fill(&s->fork.process, child);
	process_fill(&s->fork.parent, parent);
	emit(&s->fork, sizeof(s->fork), CW_PROCESS_FORK, bpf_ktime_get_boot_ns());
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *task, pid_t old_pid, struct linux_binprm *bprm)
{
	struct scratch *s;
	const char *filename, *interp;
	unsigned long start, end;
	u32 len;

	if (is_ignored(task->tgid))
		return 0;
	s = scratch_get();
	if (!s)
		return 0;
	crypto_end(task->tgid, bpf_ktime_get_boot_ns());
	start_fill(s, task);
	s->start.kind = CW_START_EXEC;
	s->start.cgroup_id = bpf_get_current_cgroup_id();
	filename = BPF_CORE_READ(bprm, filename);
	interp = BPF_CORE_READ(bprm, interp);
	if (filename != interp) {
		s->start.image_flags |= CW_IMAGE_SCRIPT;
		bpf_probe_read_kernel_str(s->start.script, CW_NAME_MAX, filename);
	}
	start = BPF_CORE_READ(task, mm, arg_start);
	end = BPF_CORE_READ(task, mm, arg_end);
	len = end - start;
	if (len > CW_ARGV_MAX) {
		len = CW_ARGV_MAX;
		s->start.path_flags |= CW_PATH_CUT;
		lose(CW_LOSS_PATH_CUT);
	}
	if (bpf_probe_read_user(s->start.argv, at_most(len, CW_ARGV_MAX), (void *)start)) {
		s->start.path_flags |= CW_PATH_UNREADABLE;
		lose(CW_LOSS_FAULT);
		len = 0;
	}
	s->start.argv_len = len;
	emit(&s->start, __builtin_offsetof(struct cw_process_start, argv) + at_most(len, CW_ARGV_MAX), CW_PROCESS_START,
		bpf_ktime_get_boot_ns());
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

#endif
