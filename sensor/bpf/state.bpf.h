/* SPDX-License-Identifier: GPL-2.0-only */
/* Maps, settings and how a record leaves the kernel. */
#ifndef CIPHERWATCH_STATE_BPF_H
#define CIPHERWATCH_STATE_BPF_H

#define FILE_SESSIONS 8192
#define ENDED_SESSIONS 1024 /* sessions that are over and keep their entry for a moment */
#define NET_SESSIONS 8192
#define UNIX_SESSIONS 4096 /* of these at most, so that a busy host's own talk leaves room for the network */
#define LOSS_CRYPTO_TABLE_FULL CW_LOSS_MAX /* beyond the contract's first counters: cw_status.crypto_table_full */

/*
 * A function of its own for the verifier, which checks it once and not at every call. It takes
 * scalars only: kernel pointers travel as u64.
 */
#define PART __attribute__((noinline))

/* Read-only once loaded. */
const volatile __u8 op_native[CW_SYSCALLS];
const volatile __u8 op_i386[CW_SYSCALLS];
const volatile __u8 at_enter[CW_SYSCALLS]; /* whether either of them must be seen before it happens */
const volatile __u64 wake_interval_ns = 3000000;
const volatile __u64 directory_refresh_ns = 10000000000ULL;
const volatile __u64 file_idle_ns = 5000000000ULL;
const volatile __u64 file_ended_ns = 500000000ULL;
const volatile __u64 file_snapshot_ns = 500000000ULL;
const volatile __u64 file_repeat_ns = 1000000000ULL;
const volatile __u64 content_repeat_ns = 2000000000ULL;
const volatile __u64 net_idle_ns = 30000000000ULL;
const volatile __u64 net_first_ns = 150000000ULL;
const volatile __u64 net_snapshot_ns = 1000000000ULL;

__u32 reader_waits; /* set by the sensor process while it sleeps until it is woken */
__u64 last_wake_ns;
__u64 swept_ns; /* when the last sweep began: a clock that costs nothing, and is good enough to tell what idles */
__u32 file_sessions;
__u32 ended_sessions;
__u64 left_behind_ns; /* when a process last ended or closed a range with more descriptors than are searched */
__u32 net_sessions;
__u32 unix_sessions; /* among these */
/*
 * Grows with every directory that is removed. Its inode, its name and even its dentry's address may
 * come back as another directory, which the engine knows nothing of: all are told again.
 */
__u64 directory_epoch;
__u32 mapped_sessions; /* with a shared writable mapping */

struct session_key {
	u64 file; /* struct file *: reuse is noticed since every open replaces the entry */
	u32 tgid;
	u32 pad;
};

/* A file session on the way; `e` is the record itself. */
struct file_entry {
	struct cw_file_session e;
	u8 overrun[CW_SAMPLE_LEN]; /* room that the verifier wants behind the last sample */
	u64 inode; /* struct inode * */
	u64 parent; /* struct dentry * of the directory, and the name's hash: a rename changes one of them */
	u64 name_hash;
	u64 next_read, next_write; /* where a sequential operation would begin */
	u64 touched_ns, emitted_ns;
	u64 spot; /* sampled in both directions by whoever passes it; 0 when the file is too small */
	u8 spot_seen; /* bits by 1 << enum cw_sample_kind */
	u8 read_samples, write_samples;
	u8 read_open, write_open; /* slot + 1 that may still grow */
	u8 mapped_exec, dirty;
	u8 mapped; /* shared and writable, now */
	u8 closed; /* no descriptor is left, only the mapping */
	/*
	 * Over and told. Whoever opens and closes in a loop is given the same struct file again: its entry
	 * stays for a moment, so that the next session begins in place.
	 */
	u8 ended;
};

struct net_entry {
	struct cw_net_session e;
	u8 overrun[CW_FIRST_LEN];
	u64 sk; /* struct sock * */
	u64 touched_ns, emitted_ns;
	u8 last_way; /* 1 sent, 2 received */
	u8 dirty;
	u8 kind; /* enum socket_kind */
};

/* A file that a process has mapped shared and writable. */
struct mapped_key {
	u64 inode; /* struct inode * */
	u32 tgid;
	u32 pad;
};

/* Where a mapping of that kind begins. */
struct mapping_key {
	u64 address;
	u32 tgid;
	u32 pad;
};

struct place_key {
	u64 ino;
	u32 dev;
	u32 mnt_id;
};

/* When a directory's path was told, and by what it was known: another name or parent is another path. */
struct told {
	u64 at_ns;
	u64 parent;
	u64 name_hash;
	u64 epoch; /* of directory_epoch */
};

struct listen_key {
	u32 net_ns;
	u32 port;
};

/* As struct told, for the few directories that one CPU is busy with: found without a hash. */
struct told_here {
	u64 dir; /* struct dentry * */
	u64 ino;
	u32 mnt_id;
	struct told told;
};

#define TOLD_HERE 16

/* A read, or what was read, that one CPU has told lately; see repeat.bpf.h. */
struct told_read {
	u64 what;
	u64 at_ns;
	u64 times; /* since then */
};

#define TOLD_READS 64
#define TOLD_CONTENTS 1024 /* far fewer than the files of which the engine keeps the content */

/* Where walk_path left its result in scratch.walk. */
struct walked {
	u32 start;
	u32 len; /* with the NUL */
	u32 flags; /* enum cw_path_flags */
};

/* Where records are put together; one per CPU, programs of one CPU never nest here. */
struct scratch {
	struct file_entry file;
	struct net_entry net;
	union {
		struct cw_process_start start;
		struct cw_file_rename rename; /* also link: same layout */
		struct cw_file_unlink unlink;
		struct cw_file_truncate truncate;
		struct cw_library_map library;
		struct cw_stdio_change stdio;
		struct cw_process_fork fork;
		struct cw_process_end end;
	};
	struct cw_directory directory;
	u8 payload[CW_SAMPLE_LEN * 2];
	char walk[CW_PATH_MAX + CW_NAME_MAX * 2];
	struct walked walked;
	struct told_here told_here[TOLD_HERE];
	struct told_read told_read[TOLD_READS];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 32 * 1024 * 1024);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, FILE_SESSIONS + ENDED_SESSIONS);
	__type(key, struct session_key);
	__type(value, struct file_entry);
} files SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, NET_SESSIONS);
	__type(key, struct session_key);
	__type(value, struct net_entry);
} nets SEC(".maps");

/* Directories told lately, and when. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct place_key);
	__type(value, struct told);
} directories SEC(".maps");

/* Thread groups that are not observed: the sensor, the engine and what they start. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, u32);
	__type(value, u8);
} ignored SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct mapped_key);
	__type(value, u64); /* struct file * */
} mapped SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct mapping_key);
	__type(value, struct mapped_key);
} mappings SEC(".maps");

/* How a socket began, for those who come to it later: a child, a duplicate. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, u64); /* inode of the socket */
	__type(value, u32); /* enum cw_direction */
} directions SEC(".maps");

/* Local TCP ports that something listens on, as far as the snapshot knew. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct listen_key);
	__type(value, u8);
} listening SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct scratch);
} scratches SEC(".maps");

/* By identity, see repeat.bpf.h. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, TOLD_CONTENTS);
	__type(key, u32);
	__type(value, struct told_read);
} told_contents SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, CW_LOSS_MAX + 1);
	__type(key, u32);
	__type(value, u64);
} losses SEC(".maps");

/*
 * v, or max where v is larger. In assembly, since the compiler likes to compare a copy and use the
 * original, of which the verifier then knows nothing.
 */
#define at_most(v, max) \
	({ \
		u64 at_most_v = (v); \
		asm volatile("if %[x] <= %[m] goto +1\n\t%[x] = %[m]" : [x] "+r"(at_most_v) : [m] "i"(max)); \
		at_most_v; \
	})

static __always_inline struct scratch *scratch_get(void)
{
	u32 zero = 0;

	return bpf_map_lookup_elem(&scratches, &zero);
}

static __always_inline void lose(u32 reason)
{
	u64 *counter = bpf_map_lookup_elem(&losses, &reason);

	if (counter)
		*counter += 1;
}

static __always_inline bool is_ignored(u32 tgid)
{
	return bpf_map_lookup_elem(&ignored, &tgid) != 0;
}

/* Wakes the reader, if it waits for that, without a record. */
static __always_inline void wake_reader(void)
{
	void *nothing;

	if (!reader_waits)
		return;
	nothing = bpf_ringbuf_reserve(&ring, sizeof(u64), 0);
	if (nothing)
		bpf_ringbuf_discard(nothing, BPF_RB_FORCE_WAKEUP);
}

/*
 * Hands a record to the reader. Waking it costs more than the record, and whoever is observed pays for
 * it: so it is woken only when it waits for that, and then once. As long as records come it looks by
 * itself, every few ms.
 */
static __always_inline void emit(void *record, u64 size, u16 type, u64 now)
{
	struct cw_header *h = record;
	u64 flags = BPF_RB_NO_WAKEUP;

	h->size = size;
	h->type = type;
	h->reserved = 0;
	h->seq = 0;
	h->time_ns = now;
	if (reader_waits && now - last_wake_ns > wake_interval_ns) {
		last_wake_ns = now;
		flags = BPF_RB_FORCE_WAKEUP;
	}
	if (bpf_ringbuf_output(&ring, record, size, flags))
		lose(CW_LOSS_RING_FULL);
}

#endif
