/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kernel objects of which several fields are wanted are copied once and picked from: a probe read
 * costs the same for 8 bytes as for 128, and an open makes two dozen of them.
 */
#ifndef CIPHERWATCH_COPY_BPF_H
#define CIPHERWATCH_COPY_BPF_H

#define COPY_LEN 128 /* holds every picked field on the kernels known; PICK falls back where it does not */

struct copy {
	u64 bytes[COPY_LEN / 8];
};

static __always_inline void copy_take(struct copy *c, const void *object)
{
	if (!can_peek)
		bpf_probe_read_kernel(c, sizeof(*c), object);
}

/* A field of an object that was copied. The offset is a constant once relocated, so one branch remains. */
#define PICK(c, object, field) \
	({ \
		typeof((object)->field) pick_value; \
		u32 pick_at = bpf_core_field_offset((object)->field); \
		if (can_peek) \
			pick_value = PEEK(&(object)->field); \
		else if (pick_at <= COPY_LEN - sizeof(pick_value)) \
			__builtin_memcpy(&pick_value, (u8 *)(c)->bytes + pick_at, sizeof(pick_value)); \
		else \
			bpf_core_read(&pick_value, sizeof(pick_value), &(object)->field); \
		pick_value; \
	})

#endif
