/* SPDX-License-Identifier: GPL-2.0-only */
/* Samples of what a file session reads and writes: which bytes of an operation, of a page or of the file's spot are kept. */
#ifndef CIPHERWATCH_FILE_SAMPLE_BPF_H
#define CIPHERWATCH_FILE_SAMPLE_BPF_H

#define MAX_SAMPLE_KIND 2 /* slots per direction */

/* The entry under this key, which may hold a session that is over. */
static __always_inline struct file_entry *file_place(struct file *file, u32 tgid)
{
	struct session_key key = {.file = (u64)file, .tgid = tgid};

	return bpf_map_lookup_elem(&files, &key);
}

static __always_inline struct file_entry *file_lookup(struct file *file, u32 tgid)
{
	struct file_entry *v = file_place(file, tgid);

	return v && !v->ended ? v : 0;
}

/*
 * One place of a file beyond its first page that is sampled whenever an operation passes it, so that what
 * it held before and after is known of the same range, wherever operations begin. For half of the files it is
 * their end, where formats keep their closing structures; for the others a page that follows from a
 * kernel address, so that nobody can know which one to spare, and files of one size do not share it.
 */
static __always_inline u64 file_spot_of(u64 inode, u64 size)
{
	u64 spread = inode * 0x9e3779b97f4a7c15ULL, beyond = size & ((1 << PAGE_SHIFT) - 1), pages;

	if (size < (1 << PAGE_SHIFT) + CW_SAMPLE_LEN)
		return 0;
	if (spread >> 63) {
		/* within one page, so that the page cache can give it */
		if (!beyond || beyond >= CW_SAMPLE_LEN)
			return size - CW_SAMPLE_LEN;
		if (beyond >= CW_SAMPLE_LEN / 8)
			return size - beyond;
	}
	pages = (size - CW_SAMPLE_LEN) >> PAGE_SHIFT;
	if (pages >> 31)
		pages = 0x7fffffff;
	return (1 + ((spread >> 32 & 0x7fffffff) * pages >> 31)) << PAGE_SHIFT;
}

/* Keeps a sample out of the page cache. It comes from no operation: op_len is 0. */
static __always_inline int file_sample_page(struct file_entry *v, u32 kind, u64 index)
{
	u32 slot = v->e.samples;
	u64 at, size, len = CW_SAMPLE_LEN;

	if (slot >= CW_SAMPLES || (kind == CW_SAMPLE_READ ? v->read_samples : v->write_samples) >= MAX_SAMPLE_KIND)
		return 0;
	size = BPF_CORE_READ((struct inode *)v->inode, i_size);
	if (size <= index << PAGE_SHIFT)
		return 0;
	at = page_cache_find(v->inode, index);
	if (!at)
		return 0;
	size -= index << PAGE_SHIFT;
	if (size < len)
		len = size;
	if (bpf_probe_read_kernel(v->e.data[slot & (CW_SAMPLES - 1)], at_most(len, CW_SAMPLE_LEN), (void *)at))
		return 0;
	if (kind == CW_SAMPLE_READ)
		v->read_samples++;
	else
		v->write_samples++;
	v->e.samples = slot + 1;
	slot &= CW_SAMPLES - 1;
	v->e.sample[slot].offset = index << PAGE_SHIFT;
	v->e.sample[slot].op_len = 0;
	v->e.sample[slot].kind = kind;
	v->e.sample[slot].len = len;
	if (kind == CW_SAMPLE_READ)
		v->read_open = slot + 1; /* a read of the same place adds nothing */
	return len;
}

PART int file_sample_cached(u64 file_at, u32 tgid, u32 kind, u64 index)
{
	struct file_entry *v = file_lookup((void *)file_at, tgid);

	return v ? file_sample_page(v, kind, index) : 0;
}

/* Whether an old sample of this kind already covers a page's start. */
static __always_inline bool file_has_sample(struct file_entry *v, u32 kind, u64 offset)
{
	for (u32 i = 0; i < CW_SAMPLES; i++)
		if (i < v->e.samples && v->e.sample[i].kind == kind && v->e.sample[i].offset == offset)
			return true;
	return false;
}

/*
 * Keeps a sample of the file's spot, from user memory at `user` (op_len bytes were transferred), else from the page cache. It
 * takes the place of the direction's second sample unless that one belongs to work of the other direction.
 */
PART int file_sample_spot(u64 file_at, u32 tgid, u32 kind, u64 user, u64 op_len)
{
	struct file_entry *v = file_lookup((void *)file_at, tgid);
	u32 slot, count, len = CW_SAMPLE_LEN;
	u64 size, at;

	if (!v)
		return 0;
	v->spot_seen |= 1 << (kind & 3);
	if (file_has_sample(v, kind, v->spot))
		return 0;
	size = BPF_CORE_READ((struct inode *)v->inode, i_size);
	if (size <= v->spot)
		return 0;
	if (size - v->spot < len)
		len = size - v->spot;
	count = kind == CW_SAMPLE_READ ? v->read_samples : v->write_samples;
	slot = v->e.samples;
	if (count >= MAX_SAMPLE_KIND) {
		if (kind == CW_SAMPLE_READ ? v->e.writes : v->e.reads && !file_has_sample(v, CW_SAMPLE_READ, v->spot))
			return 0;
		slot = (kind == CW_SAMPLE_READ ? v->read_open : v->write_open) - 1;
	}
	if (slot >= CW_SAMPLES)
		return 0;
	if (user) {
		if (op_len < len)
			len = op_len;
		if (bpf_probe_read_user(
			    v->e.data[at_most(slot, CW_SAMPLES - 1)], at_most(len, CW_SAMPLE_LEN), (void *)user))
			return 0;
	} else {
		op_len = 0;
		at = page_cache_find(v->inode, v->spot >> PAGE_SHIFT);
		if (!at || bpf_probe_read_kernel(v->e.data[at_most(slot, CW_SAMPLES - 1)], at_most(len, CW_SAMPLE_LEN),
				   (void *)(at + (v->spot & ((1 << PAGE_SHIFT) - 1)))))
			return 0;
	}
	if (count < MAX_SAMPLE_KIND) {
		v->e.samples = slot + 1;
		if (kind == CW_SAMPLE_READ) {
			v->read_samples++;
			v->read_open = slot + 1;
		} else {
			v->write_samples++;
			v->write_open = slot + 1;
		}
	}
	slot = at_most(slot, CW_SAMPLES - 1);
	v->e.sample[slot].offset = v->spot;
	v->e.sample[slot].op_len = op_len > 0xffffffffULL ? 0xffffffff : op_len;
	v->e.sample[slot].kind = kind;
	v->e.sample[slot].len = len;
	return len;
}

/*
 * The spot of a file that was written from nothing: where it is follows from its size, which is known at the end. Of one
 * that is too small to have any it is the end of its first page.
 */
PART int file_sample_made(u64 file_at, u32 tgid)
{
	struct file_entry *v = file_lookup((void *)file_at, tgid);
	u64 size;

	if (!v || v->spot || !v->e.writes || v->e.write_min)
		return 0;
	size = BPF_CORE_READ((struct inode *)v->inode, i_size);
	if (size < 2 * CW_SAMPLE_LEN || v->e.write_bytes < size)
		return 0;
	v->spot = file_spot_of(v->inode, size);
	if (!v->spot)
		v->spot = (size < 1 << PAGE_SHIFT ? size : 1 << PAGE_SHIFT) - CW_SAMPLE_LEN;
	return file_sample_spot(file_at, tgid, CW_SAMPLE_WRITE, 0, 0);
}

/*
 * What a mapping or a splice left in the file: sampled where it was sampled before, else at the
 * start of what was written.
 */
PART int file_sample_after(u64 file_at, u32 tgid)
{
	struct file_entry *v = file_lookup((void *)file_at, tgid);
	u32 found = 0;

	if (!v)
		return 0;
	/* read through a mapping only: by now its pages are here */
	if (v->e.methods == CW_BY_MMAP_READ && !v->read_samples && !v->mapped_exec) {
		found = file_sample_cached(file_at, tgid, CW_SAMPLE_READ, 0);
		if (v->spot)
			file_sample_spot(file_at, tgid, CW_SAMPLE_READ, 0, 0);
		return found;
	}
	if (!(v->e.methods & (CW_BY_MMAP_WRITE | CW_BY_SPLICE_IN)))
		return 0;
	for (u32 i = 0; i < CW_SAMPLES; i++) {
		if (i >= v->e.samples || v->e.sample[i].kind != CW_SAMPLE_READ)
			continue;
		if (v->e.sample[i].offset & ((1 << PAGE_SHIFT) - 1) ||
			file_has_sample(v, CW_SAMPLE_WRITE, v->e.sample[i].offset))
			continue;
		found += !!file_sample_cached(file_at, tgid, CW_SAMPLE_WRITE, v->e.sample[i].offset >> PAGE_SHIFT);
	}
	if (!found && !v->write_samples)
		file_sample_cached(file_at, tgid, CW_SAMPLE_WRITE, v->e.writes ? v->e.write_min >> PAGE_SHIFT : 0);
	return found;
}

/*
 * Keeps the first bytes of an operation. Operations too small to fill a slot share one as long as
 * they are contiguous, so that a text assembled from tiny writes is seen whole.
 */
static __always_inline void file_sample(struct file_entry *v, u32 kind, u64 user, u64 op_len, u64 offset)
{
	u8 *open = kind == CW_SAMPLE_READ ? &v->read_open : &v->write_open;
	u8 *count = kind == CW_SAMPLE_READ ? &v->read_samples : &v->write_samples;
	u32 len = op_len < CW_SAMPLE_LEN ? op_len : CW_SAMPLE_LEN;
	u32 slot = *open, at = 0;

	if (slot) {
		struct cw_sample *last;

		slot = (slot - 1) & (CW_SAMPLES - 1);
		last = &v->e.sample[slot];
		at = last->len;
		if (at < CW_SAMPLE_LEN && last->offset + at == offset) {
			if (len > CW_SAMPLE_LEN - at)
				len = CW_SAMPLE_LEN - at;
			goto copy;
		}
		if (*count >= MAX_SAMPLE_KIND)
			return;
		/* a new slot only for another place in the file */
		if (offset >= last->offset && offset < last->offset + at)
			return;
	}
	slot = v->e.samples;
	if (slot >= CW_SAMPLES)
		return;
	at = 0;
	v->e.samples = slot + 1;
	*count += 1;
	*open = slot + 1;
	slot &= CW_SAMPLES - 1;
	v->e.sample[slot].offset = offset;
	v->e.sample[slot].op_len = op_len > 0xffffffffULL ? 0xffffffff : op_len;
	v->e.sample[slot].kind = kind;
	v->e.sample[slot].len = 0;
copy:
	if (bpf_probe_read_user(&v->e.data[at_most(slot, CW_SAMPLES - 1)][at_most(at, CW_SAMPLE_LEN - 1)],
		    at_most(len, CW_SAMPLE_LEN), (void *)user)) {
		lose(CW_LOSS_FAULT);
		return;
	}
	v->e.sample[slot].len = at + len;
}

#endif
