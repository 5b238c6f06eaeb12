/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is read again. Servers open the same few files thousands of times a second, compilers the same headers for each of their processes.
 * Whoever joins reads to writes loses nothing when a process is told once of the same read; nor, as long as nobody has changed the file,
 * when its content is told a few times, whoever reads it.
 */
#ifndef CIPHERWATCH_REPEAT_BPF_H
#define CIPHERWATCH_REPEAT_BPF_H

#define READ_TOLD 1 /* times within file_repeat_ns */
#define CONTENT_TOLD \
	4 /* within content_repeat_ns: what a file held must not hang on one reader whom the engine forgot meanwhile */

#define MIX(what, value) ((what) = ((what) ^ (u64)(value)) * 0x9e3779b97f4a7c15ULL, (what) ^= (what) >> 29)

/* Of a session that only reads: the same file in the same state, read in the same way, so that the samples are the same. */
static __always_inline u64 content_identity(const struct file_entry *v)
{
	u64 what = v->inode;

	MIX(what, v->e.ino);
	MIX(what, v->e.dev);
	MIX(what, inode_mtime_ns((struct inode *)v->inode));
	MIX(what, v->e.size_before);
	MIX(what, (u64)v->e.reads << 32 | v->e.read_seeks);
	MIX(what, v->e.read_bytes);
	MIX(what, v->e.read_min);
	MIX(what, v->e.read_max);
	MIX(what, (u64)v->e.samples << 32 | v->e.methods);
	return what;
}

/* And who read it, under which name. */
static __always_inline u64 read_identity(const struct file_entry *v, u64 content)
{
	u64 what = content;

	MIX(what, v->e.process.start_ns);
	MIX(what, v->e.process.pid);
	MIX(what, v->e.flags);
	MIX(what, v->e.mnt_id);
	MIX(what, v->parent);
	MIX(what, v->name_hash);
	return what;
}

/* Whether it was told so many times lately; it is told now when not. */
static __always_inline bool told_lately(struct told_read *told, u64 what, u64 now, u64 lately, u64 times)
{
	if (told->what == what && now - told->at_ns < lately)
		return ++told->times > times;
	told->what = what;
	told->at_ns = now;
	told->times = 1;
	return false;
}

/* Whether this session, which is over, was told of another one already; if not, its samples are left out when theirs were. */
static __always_inline bool read_again(struct file_entry *v, u64 now)
{
	struct scratch *s = scratch_get();
	struct told_read *told;
	u64 content, what;
	u32 slot;

	if (!s || v->e.methods & ~(CW_BY_READ | CW_BY_SPLICE_OUT) || v->e.flags & (CW_FILE_CREATED | CW_FILE_TRUNCATED))
		return false;
	content = content_identity(v);
	what = read_identity(v, content);
	told = &s->told_read[what >> 32 & (TOLD_READS - 1)];
	if (told_lately(told, what, now, file_repeat_ns, READ_TOLD))
		return true;
	slot = content >> 32 & (TOLD_CONTENTS - 1);
	told = bpf_map_lookup_elem(&told_contents, &slot);
	if (told && told_lately(told, content, now, content_repeat_ns, CONTENT_TOLD))
		v->e.samples = 0;
	return false;
}

#endif
