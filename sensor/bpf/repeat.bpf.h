/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The same read again. Servers open the same few files thousands of times a second: a process that reads what it has just read, of a file that
 * nobody has changed, is told once a second. Whoever joins reads to writes loses nothing by it: the first one was told.
 */
#ifndef CIPHERWATCH_REPEAT_BPF_H
#define CIPHERWATCH_REPEAT_BPF_H

#define MIX(what, value) ((what) = ((what) ^ (u64)(value)) * 0x9e3779b97f4a7c15ULL, (what) ^= (what) >> 29)

/* Everything by which two sessions that only read are the same: who, which file in which state under which name, and what was read. */
static __always_inline u64 read_identity(const struct file_entry *v)
{
	u64 what = v->inode;

	MIX(what, v->e.process.start_ns);
	MIX(what, v->e.process.pid);
	MIX(what, v->e.ino);
	MIX(what, (u64)v->e.dev << 32 | v->e.mnt_id);
	MIX(what, inode_mtime_ns((struct inode *)v->inode));
	MIX(what, v->e.size_before);
	MIX(what, v->parent);
	MIX(what, v->name_hash);
	MIX(what, (u64)v->e.flags << 32 | v->e.methods);
	MIX(what, (u64)v->e.reads << 32 | v->e.read_seeks);
	MIX(what, v->e.read_bytes);
	MIX(what, v->e.read_min);
	MIX(what, v->e.read_max);
	return what;
}

/* Whether this session, which is over, was told of another one already. */
static __always_inline bool read_again(const struct file_entry *v, u64 now)
{
	struct scratch *s = scratch_get();
	struct told_read *told;
	u64 what;

	if (!s || v->e.methods & ~(CW_BY_READ | CW_BY_SPLICE_OUT) || v->e.flags & (CW_FILE_CREATED | CW_FILE_TRUNCATED))
		return false;
	what = read_identity(v);
	told = &s->told_read[what >> 32 & (TOLD_READS - 1)];
	if (told->what == what && now - told->at_ns < file_repeat_ns)
		return true;
	told->what = what;
	told->at_ns = now;
	return false;
}

#endif
