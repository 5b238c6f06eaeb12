/* SPDX-License-Identifier: GPL-2.0-only */
/* Bytes that move through a descriptor, whatever is behind it, with or without passing user memory. */
#ifndef CIPHERWATCH_TRANSFER_BPF_H
#define CIPHERWATCH_TRANSFER_BPF_H

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

/* Goes with a way: the bytes are in several vectors, of which the first is given. */
#define SCATTERED 0x100

/* A finished transfer of n bytes through a descriptor, whatever is behind it. */
PART int transfer(u64 file_at, u32 way, u64 user, u64 n, u64 pos)
{
	struct file *file = (void *)file_at;
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	u64 flat = way & SCATTERED ? 0 : user;
	struct file_entry *v;
	u32 mode, method;

	if (!file)
		return 0;
	way &= ~SCATTERED;
	method = way == SENT ? CW_BY_WRITE : CW_BY_READ;
	mode = BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT;
	if (mode == S_IFSOCK) {
		net_io((u64)file, way, user, n, 0);
		return 0;
	}
	if (mode != S_IFREG)
		return 0;
	v = file_place(file, tgid);
	if (!v || v->ended) {
		v = file_begin(v, file, tgid, 0, way == SENT ? CW_FILE_INHERITED : 0);
		if (!v)
			return 0;
		if (way == SENT) {
			u64 end = pos == ~0ULL ? BPF_CORE_READ(file, f_pos) : pos + n;

			/* the size was read after this write: one that ends there has most likely made the file longer */
			if (end > n && end == v->e.size_before)
				v->e.size_before = end - n;
		}
	}
	file_io(v, file, method, user, flat, n, pos);
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
				file_io(v, from, CW_BY_SPLICE_OUT, 0, 0, n, moved_at(in_pointer, n));
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
				file_io(v, to, CW_BY_SPLICE_IN, 0, 0, n, moved_at(out_pointer, n));
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

#endif
