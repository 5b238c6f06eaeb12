/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A few times a second the sensor runs this over the open sessions: what has news is told, and files that
 * idle are flushed. It runs in the kernel so that no session is copied.
 */
#ifndef CIPHERWATCH_SWEEP_BPF_H
#define CIPHERWATCH_SWEEP_BPF_H

struct sweep_context {
	u64 now;
	u64 all; /* flush everything: the sensor is about to end */
};

/* Time since, 0 when it was touched after this sweep had begun. */
static __always_inline u64 since(struct sweep_context *c, u64 then)
{
	return then < c->now ? c->now - then : 0;
}

static long sweep_file(void *map, struct session_key *key, struct file_entry *v, struct sweep_context *c)
{
	if (v->ended) {
		if (c->all || since(c, v->touched_ns) > file_ended_ns) {
			bpf_map_delete_elem(map, key);
			__sync_fetch_and_add(&ended_sessions, -1);
		}
		return 0;
	}
	if (c->all || since(c, v->touched_ns) > file_idle_ns) {
		if (v->dirty || v->e.read_bytes) {
			file_sample_after(key->file, key->tgid);
			file_sample_made(key->file, key->tgid);
			file_emit(v, CW_FILE_IDLE, c->now);
		}
		if (v->e.methods & CW_BY_MMAP_WRITE)
			__sync_fetch_and_add(&mapped_sessions, -1);
		bpf_map_delete_elem(map, key);
		__sync_fetch_and_add(&file_sessions, -1);
		return 0;
	}
	if (v->dirty && since(c, v->emitted_ns) > file_snapshot_ns)
		file_emit(v, 0, c->now);
	return 0;
}

/*
 * Silent sessions are kept, so that what calls once a minute stays one session, until others need the room. One that may have
 * outlived its descriptor, since some were not searched after its last byte, goes.
 */
static __always_inline bool net_may_go(const struct net_entry *v)
{
	return net_sessions > NET_SESSIONS / 4 * 3 || v->touched_ns < left_behind_ns ||
	       (v->kind == KIND_UNIX && unix_sessions > UNIX_SESSIONS / 4 * 3);
}

/*
 * Sessions of a process that go on are told at the same moments, a second apart, so that what it passes on from one to another
 * shows in both; processes take turns.
 */
static __always_inline bool net_due(const struct net_entry *v, u64 now)
{
	u64 turn = (u64)v->e.process.pid * 7919 % 1000 * 1000000;

	return (now + turn) / net_snapshot_ns != (v->emitted_ns + turn) / net_snapshot_ns;
}

static long sweep_net(void *map, struct session_key *key, struct net_entry *v, struct sweep_context *c)
{
	if (c->all || (since(c, v->touched_ns) > net_idle_ns && net_may_go(v))) {
		if (v->dirty)
			net_emit(v, CW_NET_IDLE, c->now);
		net_gone(v);
		bpf_map_delete_elem(map, key);
		return 0;
	}
	if (v->dirty && (v->e.snapshots ? net_due(v, c->now) : since(c, v->e.started_ns) > net_first_ns))
		net_emit(v, 0, c->now);
	return 0;
}

static long sweep_crypto(void *map, struct crypto_key *key, struct crypto_entry *v, struct sweep_context *c)
{
	if (v->dirty && (c->all || since(c, v->emitted_ns) > crypto_snapshot_ns))
		crypto_emit(v, c->all ? CW_CRYPTO_LAST : 0, c->now);
	return 0;
}

SEC("raw_tp/cipherwatch_sweep")
int sweep(struct bpf_raw_tracepoint_args *ctx)
{
	struct sweep_context c = {.now = bpf_ktime_get_boot_ns()};

	c.all = ctx->args[0];
	swept_ns = c.now;
	bpf_for_each_map_elem(&files, sweep_file, &c, 0);
	bpf_for_each_map_elem(&nets, sweep_net, &c, 0);
	if (crypto_uses)
		bpf_for_each_map_elem(&crypto, sweep_crypto, &c, 0);
	return 0;
}

#endif
