/* SPDX-License-Identifier: GPL-2.0-only */
/* Which process uses which cipher: the table, and how it is told. */
#ifndef CIPHERWATCH_CRYPTO_TABLE_BPF_H
#define CIPHERWATCH_CRYPTO_TABLE_BPF_H

#include "../probe.h"

#define CRYPTO_USES 4096
#define CIPHERS_PER_PROCESS 8

const volatile __u64 crypto_snapshot_ns = 2000000000ULL;

__u32 crypto_uses;
__u64 busy_images; /* bits of those that are called too often; the sensor takes them */

/* The n-th cipher of a process. Slots are taken in order: a search ends at the first free one. */
struct crypto_key {
	u32 tgid;
	u32 slot;
};

struct crypto_entry {
	struct cw_crypto_use e;
	u64 emitted_ns;
	u64 context; /* of the wrapper that was called last: what it calls in turn is the same operation */
	u32 tid; /* who called it */
	u32 dirty;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, CRYPTO_USES);
	__type(key, struct crypto_key);
	__type(value, struct crypto_entry);
} crypto SEC(".maps");

/* Images whose functions are observed, by the number in the probe's cookie. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, CW_IMAGES);
	__type(key, u32);
	__type(value, struct cw_image_identity);
} crypto_images SEC(".maps");

/* Probe hits of an image on one CPU. */
struct crypto_calls {
	u64 calls; /* first: what the sensor reads */
	u64 stretch_ns; /* since when the latest of CALLS_OF_STRETCH are counted */
};

/* By image, so that the sensor notices one that is called too often. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, CW_IMAGES);
	__type(key, u32);
	__type(value, struct crypto_calls);
} crypto_calls SEC(".maps");

static __always_inline void crypto_emit(struct crypto_entry *v, u32 flags, u64 now)
{
	v->e.flags |= flags;
	v->dirty = 0;
	v->emitted_ns = now;
	emit(&v->e, sizeof(v->e), CW_CRYPTO_USE, now);
	v->e.snapshots++;
}

/* The ciphers of a process are over: it ended, or becomes another program. */
PART int crypto_end(u32 tgid, u64 now)
{
	struct crypto_key key = {.tgid = tgid};

	if (!crypto_uses)
		return 0;
	for (u32 i = 0; i < CIPHERS_PER_PROCESS; i++) {
		struct crypto_entry *v;

		key.slot = i;
		v = bpf_map_lookup_elem(&crypto, &key);
		if (!v)
			return i;
		if (v->dirty)
			crypto_emit(v, CW_CRYPTO_LAST, now);
		bpf_map_delete_elem(&crypto, &key);
		__sync_fetch_and_add(&crypto_uses, -1);
	}
	return CIPHERS_PER_PROCESS;
}

#endif
