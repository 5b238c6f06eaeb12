/* SPDX-License-Identifier: GPL-2.0-only */
/* Where files live: directories by identity, and the walk that gives them a path. */
#ifndef CIPHERWATCH_PLACE_BPF_H
#define CIPHERWATCH_PLACE_BPF_H

#define WALK_DEPTH 48
#define S_IFMT 0170000
#define S_IFSOCK 0140000
#define S_IFREG 0100000
#define S_IFDIR 0040000
#define S_IFCHR 0020000
#define S_IFIFO 0010000

static __always_inline struct mount *mount_of(const struct vfsmount *mnt)
{
	return (struct mount *)((char *)mnt - bpf_core_field_offset(struct mount, mnt));
}

/*
 * Writes the absolute path of a dentry, as seen from the root of its mount namespace, into
 * s->walk, back to front. Paths too long lose their front (CW_PATH_CUT).
 */
PART int walk_path(u64 dentry_at, u64 mnt_at)
{
	struct scratch *s = scratch_get();
	struct dentry *dentry = (void *)dentry_at;
	struct mount *mnt = mount_of((void *)mnt_at);
	u64 pos = CW_PATH_MAX - 1;
	u32 flags = 0;

	if (!s)
		return 0;
	s->walk[CW_PATH_MAX - 1] = 0;
	for (int i = 0; i < WALK_DEPTH; i++) {
		struct dentry *parent = BPF_CORE_READ(dentry, d_parent);
		struct dentry *root = BPF_CORE_READ(mnt, mnt.mnt_root);
		const unsigned char *name;
		u64 len;

		if (dentry == root) {
			struct mount *up = BPF_CORE_READ(mnt, mnt_parent);

			if (up == mnt || !up)
				goto done;
			dentry = BPF_CORE_READ(mnt, mnt_mountpoint);
			mnt = up;
			continue;
		}
		/* masks, not at_most: each branch in this loop would multiply what the verifier walks */
		len = BPF_CORE_READ(dentry, d_name.len) & (CW_NAME_MAX - 1);
		name = BPF_CORE_READ(dentry, d_name.name);
		if (pos < len + 1) {
			flags = CW_PATH_CUT;
			goto done;
		}
		pos = (pos - len - 1) & (CW_PATH_MAX - 1);
		s->walk[pos] = '/';
		bpf_probe_read_kernel(&s->walk[pos + 1], len, name);
		if (dentry == parent) /* in no tree: a memfd, whose name is all that it has */
			goto done;
		dentry = parent;
	}
	flags = CW_PATH_CUT;
done:
	if (pos == CW_PATH_MAX - 1) {
		pos = CW_PATH_MAX - 2;
		s->walk[pos] = '/';
	}
	if (flags)
		lose(CW_LOSS_PATH_CUT);
	s->walked.start = pos;
	s->walked.len = CW_PATH_MAX - pos;
	s->walked.flags = flags;
	return flags;
}

/* Copies what walk_path wrote; dst has CW_PATH_MAX bytes. */
static __always_inline void walked_copy(struct scratch *s, char *dst)
{
	bpf_probe_read_kernel(
		dst, at_most(s->walked.len, CW_PATH_MAX), &s->walk[at_most(s->walked.start, CW_PATH_MAX - 1)]);
}

static __always_inline void place_fill(struct cw_place *place, struct dentry *dir, struct vfsmount *vfsmnt)
{
	struct inode *inode = BPF_CORE_READ(dir, d_inode);

	place->ino = BPF_CORE_READ(inode, i_ino);
	place->dev = BPF_CORE_READ(inode, i_sb, s_dev);
	place->mnt_id = BPF_CORE_READ(mount_of(vfsmnt), mnt_id);
}

static __always_inline bool told_same(const struct told *a, const struct told *b, u64 now)
{
	return a->parent == b->parent && a->name_hash == b->name_hash && a->epoch == b->epoch &&
	       now - a->at_ns < directory_refresh_ns;
}

/* Tells a directory's path unless it was told lately. */
PART int tell_directory(u64 dir_at, u64 mnt_at, u64 now)
{
	struct scratch *s = scratch_get();
	struct dentry *dir = (void *)dir_at;
	struct mount *mnt = mount_of((void *)mnt_at);
	struct inode *inode;
	struct super_block *sb;
	struct cw_directory *d;
	struct place_key key;
	struct told told = {.at_ns = now, .epoch = directory_epoch}, *before;
	struct told_here *here;
	struct copy c;

	if (!s)
		return 0;
	d = &s->directory;
	here = &s->told_here[(dir_at >> 6) & (TOLD_HERE - 1)];
	copy_take(&c, dir);
	told.parent = (u64)PICK(&c, dir, d_parent);
	told.name_hash = PICK(&c, dir, d_name.hash_len);
	inode = PICK(&c, dir, d_inode);
	copy_take(&c, inode);
	key.ino = PICK(&c, inode, i_ino);
	key.mnt_id = BPF_CORE_READ(mnt, mnt_id);
	if (here->dir == dir_at && here->ino == key.ino && here->mnt_id == key.mnt_id &&
		told_same(&here->told, &told, now))
		return 0;
	sb = PICK(&c, inode, i_sb);
	key.dev = BPF_CORE_READ(sb, s_dev);
	here->dir = dir_at;
	here->ino = key.ino;
	here->mnt_id = key.mnt_id;
	before = bpf_map_lookup_elem(&directories, &key);
	if (before && told_same(before, &told, now)) {
		here->told = *before;
		return 0;
	}
	here->told = told;
	bpf_map_update_elem(&directories, &key, &told, BPF_ANY);
	d->place.ino = key.ino;
	d->place.dev = key.dev;
	d->place.mnt_id = key.mnt_id;
	d->mnt_ns = BPF_CORE_READ(mnt, mnt_ns, ns.inum);
	walk_path(dir_at, mnt_at);
	d->flags = s->walked.flags;
	walked_copy(s, d->path);
	emit(d, __builtin_offsetof(struct cw_directory, path) + at_most(s->walked.len, CW_PATH_MAX), CW_DIRECTORY, now);
	return 0;
}

static __always_inline u64 inode_mtime_ns(struct inode *inode)
{
	struct inode___mtime *old = (void *)inode;
	struct inode___private_mtime *middle = (void *)inode;

	if (bpf_core_field_exists(inode->i_mtime_sec))
		return BPF_CORE_READ(inode, i_mtime_sec) * 1000000000ULL + BPF_CORE_READ(inode, i_mtime_nsec);
	if (bpf_core_field_exists(middle->__i_mtime))
		return BPF_CORE_READ(middle, __i_mtime.tv_sec) * 1000000000ULL +
		       BPF_CORE_READ(middle, __i_mtime.tv_nsec);
	return BPF_CORE_READ(old, i_mtime.tv_sec) * 1000000000ULL + BPF_CORE_READ(old, i_mtime.tv_nsec);
}

/* Kernel views that look like files and are none (include/uapi/linux/magic.h). */
static __always_inline bool is_pseudo_fs(u64 magic)
{
	switch (magic) {
	case 0x9fa0: /* proc */
	case 0x62656572: /* sysfs */
	case 0x27e0eb: /* cgroup */
	case 0x63677270: /* cgroup2 */
	case 0x74726163: /* tracefs */
	case 0x64626720: /* debugfs */
	case 0x73636673: /* securityfs */
	case 0xcafe4a11: /* bpf */
	case 0x62656570: /* configfs */
	case 0xf97cff8c: /* selinux */
	case 0x6e736673: /* nsfs */
	case 0x09041934: /* anon inodes */
	case 0x50494446: /* pidfs */
	case 0x19800202: /* mqueue */
		return true;
	}
	return false;
}

#endif
