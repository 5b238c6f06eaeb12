/* SPDX-License-Identifier: GPL-2.0-only */
/* File sessions: one per open file and process, from its first use to its close. */
#ifndef CIPHERWATCH_FILE_BPF_H
#define CIPHERWATCH_FILE_BPF_H

#define FMODE_WRITE 0x2
#define FMODE_CREATED 0x100000
#define O_TRUNC 01000
#define O_DIRECT 040000
#define O_TMPFILE_BIT 020000000 /* __O_TMPFILE */

/* More than one reference: duplicated, inherited, or in use by another thread. */
static __always_inline bool file_is_shared(struct file *file)
{
	struct file___count *old = (void *)file;

	if (bpf_core_field_exists(file->f_ref))
		return BPF_CORE_READ(file, f_ref.refcnt.counter) > 0; /* counts from 0, include/linux/file_ref.h */
	return BPF_CORE_READ(old, f_count.counter) > 1;
}

/* Writes the record of a session as it stands. */
static __always_inline void file_emit(struct file_entry *v, u32 flags, u64 now)
{
	struct inode *inode = (struct inode *)v->inode;
	u32 samples = v->e.samples, used = 0;
	struct copy c;

	v->e.flags |= flags;
	copy_take(&c, inode);
	v->e.nlink = PICK(&c, inode, i_nlink);
	v->e.size_after = PICK(&c, inode, i_size);
	if (v->e.nlink == 0)
		v->e.flags |= CW_FILE_UNLINKED;
	v->dirty = 0;
	v->emitted_ns = now;
	/* the last sample is cut where its bytes end */
	if (samples) {
		used = (samples - 1) * CW_SAMPLE_LEN + v->e.sample[(samples - 1) & (CW_SAMPLES - 1)].len;
		used = (used + 7) & ~7u;
	}
	emit(&v->e, __builtin_offsetof(struct cw_file_session, data) + at_most(used, CW_SAMPLES * CW_SAMPLE_LEN),
		CW_FILE_SESSION, now);
}

/* Writes what an open file is, all but whose it is; false when it is no regular file of ours. */
static __always_inline bool file_describe(
	struct file_entry *v, struct file *file, u32 open_flags, u32 session_flags, u64 now)
{
	struct inode *inode;
	struct dentry *dentry, *dir;
	struct vfsmount *mnt;
	struct super_block *sb;
	struct copy c;
	u32 mode, fmode, file_flags;

	copy_take(&c, file);
	inode = PICK(&c, file, f_inode);
	fmode = PICK(&c, file, f_mode);
	file_flags = PICK(&c, file, f_flags);
	dentry = PICK(&c, file, f_path.dentry);
	mnt = PICK(&c, file, f_path.mnt);
	copy_take(&c, inode);
	mode = PICK(&c, inode, i_mode);
	if ((mode & S_IFMT) != S_IFREG)
		return false;
	sb = PICK(&c, inode, i_sb);
	if (is_pseudo_fs(BPF_CORE_READ(sb, s_magic)))
		return false;
	/* an entry that is used again still holds the counters of the session before */
	__builtin_memset(&v->e.flags, 0,
		__builtin_offsetof(struct cw_file_session, sample) - __builtin_offsetof(struct cw_file_session, flags));
	v->next_read = v->next_write = 0;
	v->read_samples = v->write_samples = 0;
	v->read_open = v->write_open = 0;
	v->mapped_exec = v->dirty = v->mapped = v->closed = 0;
	v->spot_seen = 0;
	v->e.opened_ns = now;
	v->e.ino = PICK(&c, inode, i_ino);
	v->e.owner = PICK(&c, inode, i_uid.val);
	v->e.size_before = PICK(&c, inode, i_size);
	v->e.dev = BPF_CORE_READ(sb, s_dev);
	v->e.mnt_id = BPF_CORE_READ(mount_of(mnt), mnt_id);
	v->e.mnt_ns = BPF_CORE_READ(mount_of(mnt), mnt_ns, ns.inum);
	v->e.mode = mode;
	v->e.nlink = 0;
	v->e.flags = session_flags;
	/* FMODE_CREATED stays with the file: only the open that created it may say so */
	if (!(session_flags & CW_FILE_INHERITED) && (fmode & FMODE_CREATED || open_flags & O_TMPFILE_BIT))
		v->e.flags |= CW_FILE_CREATED;
	if ((open_flags & O_TRUNC) && !(v->e.flags & CW_FILE_CREATED))
		v->e.flags |= CW_FILE_TRUNCATED;
	if (file_flags & O_DIRECT)
		v->e.flags |= CW_FILE_DIRECT;
	if (mode & 0111)
		v->e.flags |= CW_FILE_EXECUTABLE;
	copy_take(&c, dentry);
	dir = PICK(&c, dentry, d_parent);
	v->e.dir_ino = BPF_CORE_READ(dir, d_inode, i_ino);
	v->inode = (u64)inode;
	v->spot = file_spot_of(v->inode, v->e.size_before);
	v->parent = (u64)dir;
	v->name_hash = PICK(&c, dentry, d_name.hash_len);
	v->touched_ns = now;
	v->emitted_ns = now;
	bpf_probe_read_kernel_str(v->e.name, CW_NAME_MAX, PICK(&c, dentry, d_name.name));
	return true;
}

static __always_inline void file_tell_directory(struct file *file, struct file_entry *v)
{
	tell_directory(v->parent, (u64)BPF_CORE_READ(file, f_path.mnt), v->touched_ns);
}

/* Opens a session for a regular file, in the place of one that has ended if there is one; 0 when it is none of ours. */
static __always_inline struct file_entry *file_begin(
	struct file_entry *place, struct file *file, u32 tgid, u32 open_flags, u32 session_flags)
{
	struct scratch *s = scratch_get();
	struct session_key key = {.file = (u64)file, .tgid = tgid};
	struct file_entry *v;

	if (!s || (!place && is_ignored(tgid)))
		return 0;
	v = place ?: &s->file;
	if (!file_describe(v, file, open_flags, session_flags, bpf_ktime_get_boot_ns()))
		return 0;
	process_current(&v->e.process);
	if (place) {
		place->ended = 0;
		__sync_fetch_and_add(&ended_sessions, -1);
	} else {
		if (bpf_map_update_elem(&files, &key, &s->file, BPF_ANY)) {
			lose(CW_LOSS_FILE_TABLE_FULL);
			return 0;
		}
		place = bpf_map_lookup_elem(&files, &key);
		if (!place)
			return 0;
	}
	__sync_fetch_and_add(&file_sessions, 1);
	file_tell_directory(file, place);
	return place;
}

/* The same where no session is open, for calls that are rarer. */
PART int file_create_part(u64 file_at, u32 open_flags, u32 session_flags)
{
	struct file *file = (void *)file_at;
	u32 tgid = bpf_get_current_pid_tgid() >> 32;

	return file_begin(file_place(file, tgid), file, tgid, open_flags, session_flags) != 0;
}

static __always_inline struct file_entry *file_create(struct file *file, u32 open_flags, u32 session_flags)
{
	if (!file_create_part((u64)file, open_flags, session_flags))
		return 0;
	return file_lookup(file, bpf_get_current_pid_tgid() >> 32);
}

/* A session is told under the name that its file has at the end. The file must still be open. */
static __always_inline void file_rename_check(struct file *file, struct file_entry *v, u64 now)
{
	struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);
	struct dentry *dir;
	struct vfsmount *mnt;
	struct copy c;

	copy_take(&c, dentry);
	dir = PICK(&c, dentry, d_parent);
	if ((u64)dir == v->parent && PICK(&c, dentry, d_name.hash_len) == v->name_hash)
		return;
	if ((u64)BPF_CORE_READ(file, f_inode) != v->inode)
		return;
	mnt = BPF_CORE_READ(file, f_path.mnt);
	v->e.dir_ino = BPF_CORE_READ(dir, d_inode, i_ino);
	bpf_probe_read_kernel_str(v->e.name, CW_NAME_MAX, BPF_CORE_READ(dentry, d_name.name));
	tell_directory((u64)dir, (u64)mnt, now);
}

/* A read of nothing is not worth a record, nor is a loader's look at a library, nor what was just read in the same way. */
static __always_inline bool file_has_news(struct file_entry *v, u64 now)
{
	if (v->mapped_exec && v->e.read_bytes <= 4096 && !(v->e.methods & ~(CW_BY_READ | CW_BY_MMAP_READ)))
		return false;
	return (v->e.methods || v->e.flags & (CW_FILE_CREATED | CW_FILE_TRUNCATED)) && !read_again(v, now);
}

static __always_inline void file_end(struct file_entry *v, struct file *file, u32 tgid, bool may_return)
{
	struct session_key key = {.file = (u64)file, .tgid = tgid};
	u64 now = bpf_ktime_get_boot_ns();

	if (file_has_news(v, now)) {
		file_rename_check(file, v, now);
		if (v->e.methods & (CW_BY_MMAP_READ | CW_BY_MMAP_WRITE | CW_BY_SPLICE_IN))
			file_sample_after((u64)file, tgid);
		if (v->e.writes && !v->spot)
			file_sample_made((u64)file, tgid);
		file_emit(v, CW_FILE_LAST, now);
	}
	if (v->e.methods & CW_BY_MMAP_WRITE) {
		struct mapped_key of = {.inode = v->inode, .tgid = tgid};

		bpf_map_delete_elem(&mapped, &of);
		__sync_fetch_and_add(&mapped_sessions, -1);
	}
	__sync_fetch_and_add(&file_sessions, -1);
	if (may_return && ended_sessions < ENDED_SESSIONS) {
		v->touched_ns = now;
		v->ended = 1;
		__sync_fetch_and_add(&ended_sessions, 1);
	} else {
		bpf_map_delete_elem(&files, &key);
	}
}

PART int file_finish(u64 file_at, u32 tgid)
{
	struct file_entry *v = file_lookup((void *)file_at, tgid);

	if (v)
		file_end(v, (void *)file_at, tgid, true);
	return 0;
}

/* Counters of one direction. */
#define FILE_COUNT(v, n, offset, ops, bytes, low, high, seeks, next) \
	do { \
		if (!(v)->e.ops || (offset) < (v)->e.low) \
			(v)->e.low = (offset); \
		if ((offset) + (n) > (v)->e.high) \
			(v)->e.high = (offset) + (n); \
		if ((v)->e.ops && (offset) != (v)->next) \
			(v)->e.seeks++; \
		(v)->next = (offset) + (n); \
		(v)->e.ops++; \
		(v)->e.bytes += (n); \
	} while (0)

static __always_inline void file_did_read(struct file_entry *v, u64 user, u64 n, u64 offset)
{
	FILE_COUNT(v, n, offset, reads, read_bytes, read_min, read_max, read_seeks, next_read);
	if (user)
		file_sample(v, CW_SAMPLE_READ, user, n, offset);
}

static __always_inline void file_did_write(struct file_entry *v, u64 user, u64 n, u64 offset)
{
	FILE_COUNT(v, n, offset, writes, write_bytes, write_min, write_max, write_seeks, next_write);
	v->dirty = 1;
	if (offset < v->e.size_before) {
		u64 end = offset + n;

		v->e.overwritten_bytes += (end < v->e.size_before ? end : v->e.size_before) - offset;
	}
	if (user)
		file_sample(v, CW_SAMPLE_WRITE, user, n, offset);
}

/*
 * One finished read or write on a regular file; pos is the argument, or ~0 for the file's own position.
 * All n bytes are at `flat`, or it is 0 and only the first of them are at `user`.
 */
static __always_inline void file_io(
	struct file_entry *v, struct file *file, u32 method, u64 user, u64 flat, u64 n, u64 pos)
{
	u32 kind = method == CW_BY_READ || method == CW_BY_SPLICE_OUT ? CW_SAMPLE_READ : CW_SAMPLE_WRITE;
	u64 offset = pos;

	if (pos == ~0ULL) {
		offset = BPF_CORE_READ(file, f_pos);
		offset = offset >= n ? offset - n : 0;
	}
	v->e.methods |= method;
	if (v->touched_ns < swept_ns)
		v->touched_ns = swept_ns;
	if (kind == CW_SAMPLE_READ)
		file_did_read(v, user, n, offset);
	else
		file_did_write(v, user, n, offset);
	if (v->spot && v->spot - offset < n && !(v->spot_seen & 1 << kind)) {
		u64 ahead = v->spot - offset;

		file_sample_spot((u64)file, bpf_get_current_pid_tgid() >> 32, kind, flat ? flat + ahead : 0, n - ahead);
	}
}

PART int on_open_done(u32 fd, u32 open_flags)
{
	struct file *file = fd_file(fd);
	struct file_entry *v;
	u32 tgid = bpf_get_current_pid_tgid() >> 32;

	if (!file)
		return 0;
	/* the kernel reuses struct file: what is still here under this address has ended unseen */
	v = file_place(file, tgid);
	if (v && !v->ended) {
		file_finish((u64)file, tgid);
		v = file_place(file, tgid);
	}
	if (!(BPF_CORE_READ(file, f_mode) & FMODE_WRITE))
		return 0;
	v = file_begin(v, file, tgid, open_flags, 0);
	/* what is about to be written over may never pass a read: mapped, or read by somebody else */
	if (v && !(open_flags & O_TRUNC) && v->e.size_before && !(v->e.flags & CW_FILE_CREATED))
		file_sample_page(v, CW_SAMPLE_READ, 0);
	return 0;
}

PART int on_mmap_done(u32 fd, u64 prot, u64 flags, u64 address)
{
	struct file *file;
	struct file_entry *v;
	u32 tgid = bpf_get_current_pid_tgid() >> 32;

	if (flags & 0x20 /* MAP_ANONYMOUS */)
		return 0;
	file = fd_file(fd);
	if (!file)
		return 0;
	v = file_lookup(file, tgid);
	if (prot & 4 /* PROT_EXEC */) {
		struct inode *inode = BPF_CORE_READ(file, f_inode);
		struct cw_library_map *r;
		struct scratch *s;
		struct dentry *dentry, *dir;
		struct vfsmount *mnt;
		u64 now;

		if (v)
			v->mapped_exec = 1;
		if (is_ignored(tgid))
			return 0;
		s = scratch_get();
		if (!s || (BPF_CORE_READ(inode, i_mode) & S_IFMT) != S_IFREG)
			return 0;
		r = &s->library;
		now = bpf_ktime_get_boot_ns();
		dentry = BPF_CORE_READ(file, f_path.dentry);
		mnt = BPF_CORE_READ(file, f_path.mnt);
		dir = BPF_CORE_READ(dentry, d_parent);
		process_current(&r->process);
		r->ino = BPF_CORE_READ(inode, i_ino);
		r->dev = BPF_CORE_READ(inode, i_sb, s_dev);
		r->mnt_id = BPF_CORE_READ(mount_of(mnt), mnt_id);
		r->mnt_ns = BPF_CORE_READ(mount_of(mnt), mnt_ns, ns.inum);
		r->dir_ino = BPF_CORE_READ(dir, d_inode, i_ino);
		r->image_flags = image_flags_of(file);
		r->owner = BPF_CORE_READ(inode, i_uid.val);
		r->mode = BPF_CORE_READ(inode, i_mode);
		bpf_probe_read_kernel_str(r->name, CW_NAME_MAX, BPF_CORE_READ(dentry, d_name.name));
		emit(r, sizeof(*r), CW_LIBRARY_MAP, now);
		tell_directory((u64)dir, (u64)mnt, now);
		return 0;
	}
	if (!v)
		v = file_create(file, 0, BPF_CORE_READ(file, f_mode) & FMODE_WRITE ? CW_FILE_INHERITED : 0);
	if (!v)
		return 0;
	v->touched_ns = bpf_ktime_get_boot_ns();
	if ((flags & 0x1 /* MAP_SHARED, MAP_SHARED_VALIDATE */) && (prot & 2)) {
		struct mapped_key of = {.inode = v->inode, .tgid = tgid};
		struct mapping_key at = {.address = address, .tgid = tgid};
		u64 file_at = (u64)file;

		if (!(v->e.methods & CW_BY_MMAP_WRITE))
			__sync_fetch_and_add(&mapped_sessions, 1);
		v->e.methods |= CW_BY_MMAP_WRITE;
		v->mapped = 1;
		v->dirty = 1;
		bpf_map_update_elem(&mapped, &of, &file_at, BPF_ANY);
		bpf_map_update_elem(&mappings, &at, &of, BPF_ANY);
		/* a page that is dirty already gives no notice before the next store: look now */
		if (!v->read_samples)
			file_sample_cached(file_at, tgid, CW_SAMPLE_READ, 0);
	} else {
		v->e.methods |= CW_BY_MMAP_READ;
	}
	return 0;
}

/*
 * A page of a mapped file is about to be written: the fault makes it dirty before it lets the store
 * through, so that the page still holds what the file was. (A write(2) copies first; it has no entry here.)
 */
SEC("tp_btf/writeback_dirty_folio")
int BPF_PROG(on_dirty, struct folio *folio, struct address_space *mapping)
{
	struct mapped_key key = {};
	struct file_entry *v;
	u64 *file, index, offset, bytes = 1 << PAGE_SHIFT;

	if (!mapped_sessions || !mapping)
		return 0;
	key.inode = (u64)BPF_CORE_READ(mapping, host);
	key.tgid = bpf_get_current_pid_tgid() >> 32;
	file = bpf_map_lookup_elem(&mapped, &key);
	if (!file)
		return 0;
	v = file_lookup((struct file *)*file, key.tgid);
	if (!v)
		return 0;
	index = BPF_CORE_READ(folio, index);
	offset = index << PAGE_SHIFT;
	file_sample_cached(*file, key.tgid, CW_SAMPLE_READ, index);
	if (offset < v->e.size_before && v->e.size_before - offset < bytes)
		bytes = v->e.size_before - offset;
	v->touched_ns = bpf_ktime_get_boot_ns();
	file_did_write(v, 0, bytes, offset);
	return 0;
}

static long end_mapped(void *map, struct mapped_key *key, u64 *file, u32 *tgid)
{
	if (key->tgid == *tgid)
		file_finish(*file, key->tgid);
	return 0;
}

/* A mapping goes. With no descriptor left, so does the session. */
PART int on_munmap(u64 address)
{
	struct mapping_key at = {.address = address, .tgid = bpf_get_current_pid_tgid() >> 32};
	struct mapped_key *of = bpf_map_lookup_elem(&mappings, &at), key;
	struct file_entry *v;
	u64 *file;

	if (!of)
		return 0;
	key = *of;
	bpf_map_delete_elem(&mappings, &at);
	file = bpf_map_lookup_elem(&mapped, &key);
	if (!file)
		return 0;
	v = file_lookup((struct file *)*file, key.tgid);
	if (!v)
		return 0;
	v->mapped = 0;
	if (v->closed)
		file_finish(*file, key.tgid);
	return 0;
}

PART int on_resize_done(u32 fd, u32 method)
{
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	struct file *file = fd_file(fd);
	struct file_entry *v;
	struct inode *inode;

	if (!file)
		return 0;
	v = file_lookup(file, tgid);
	if (!v)
		v = file_create(file, 0, CW_FILE_INHERITED);
	if (!v)
		return 0;
	inode = (struct inode *)v->inode;
	v->e.methods |= method;
	v->dirty = 1;
	v->touched_ns = bpf_ktime_get_boot_ns();
	if (method == CW_BY_TRUNCATE && BPF_CORE_READ(inode, i_size) == 0)
		v->e.flags |= CW_FILE_TRUNCATED;
	return 0;
}

#endif
