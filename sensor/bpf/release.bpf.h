/* SPDX-License-Identifier: GPL-2.0-only */
/* Descriptors that go: closed, replaced, or with their process. */
#ifndef CIPHERWATCH_RELEASE_BPF_H
#define CIPHERWATCH_RELEASE_BPF_H

#define HELD_MAX 64
#define RELEASE_MAX 256 /* descriptors searched when a process ends or closes a range */

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

	if (!fdt)
		return 0;
	max = BPF_CORE_READ(fdt, max_fds);
	fds = BPF_CORE_READ(fdt, fd);
	for (u32 i = 0; i < HELD_MAX; i++) {
		if (i >= max)
			return 0;
		if (PEEK(fds + i) == file && i != fd)
			return 1;
	}
	return 0;
}

/* A descriptor goes; fd is ~0 when the whole process does. */
PART int release(u64 file_at, u32 tgid, u32 fd)
{
	struct file *file = (void *)file_at;
	struct file_entry *v;
	u32 kind;

	if (!file)
		return 0;
	kind = BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT;
	if (kind == S_IFREG) {
		v = file_lookup(file, tgid);
		if (!v)
			return 0;
		if (fd != ~0u && v->mapped && (!file_is_shared(file) || !held_elsewhere(file_at, fd)))
			v->closed = 1; /* the mapping goes on */
		else if (fd == ~0u || !file_is_shared(file) || !held_elsewhere(file_at, fd))
			file_end(v, file, tgid, fd != ~0u);
		return 0;
	}
	if (kind == S_IFSOCK && net_lookup(file, tgid) &&
		(fd == ~0u || !file_is_shared(file) || !held_elsewhere(file_at, fd)))
		net_release(file_at, tgid);
	return 0;
}

/* The open files among 64 descriptors, of which bits has one each. */
PART int release_word(u64 bits, u32 first, u32 ends)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct fdtable *fdt = BPF_CORE_READ(task, files, fdt);
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	struct file **fds;

	if (!fdt)
		return 0;
	fds = BPF_CORE_READ(fdt, fd) + first;
	for (u32 i = 0; i < 64 && bits; i++, bits >>= 1) {
		struct file *file;

		if (!(bits & 1))
			continue;
		file = PEEK(fds + i);
		if (file)
			release((u64)file, tgid, ends ? ~0u : first + i);
	}
	return 0;
}

PART int release_range(u32 first, u32 last, u32 on_exec)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct fdtable *fdt = BPF_CORE_READ(task, files, fdt);
	bool ends = last == ~0u && !on_exec; /* the whole process does */
	unsigned long *open;
	u32 max, word = first / 64;

	if (!fdt)
		return 0;
	max = BPF_CORE_READ(fdt, max_fds);
	if (last >= max)
		last = max - 1;
	open = on_exec ? BPF_CORE_READ(fdt, close_on_exec) : BPF_CORE_READ(fdt, open_fds);
	for (u32 i = 0; i < RELEASE_MAX / 64; i++, word++) {
		u64 bits;

		if (word > last / 64)
			return 0;
		bits = PEEK(open + word);
		if (i == 0)
			bits &= ~0ULL << (first % 64);
		if (word == last / 64)
			bits &= ~0ULL >> (63 - last % 64);
		if (bits)
			release_word(bits, word * 64, ends);
	}
	/* the sweep finds what is left once it has been idle: this notes that something was */
	for (u32 i = 0; i < RELEASE_MAX / 4; i++, word++) {
		if (word > last / 64)
			return 0;
		if (PEEK(open + word)) {
			lose(CW_LOSS_EXIT_FDS);
			left_behind_ns = bpf_ktime_get_boot_ns();
			return 0;
		}
	}
	return 0;
}

#endif
