/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ciphers in use: calls of cipher functions in libraries (a probe on each, attached by the sensor as images
 * appear), and the kernel's own ciphers (AF_ALG, kTLS), which are asked for by system calls.
 *
 * A probe may be preempted by another program of its CPU, so nothing here uses the scratch space.
 */
#ifndef CIPHERWATCH_CRYPTO_BPF_H
#define CIPHERWATCH_CRYPTO_BPF_H

/* What one call says. */
struct cipher_call {
	u64 cookie;
	u64 context;
	u64 bytes;
	u32 id;
	u32 key_bits;
	u16 has_key;
	u16 way;
};

/* Begins alike in OpenSSL 1.0 to 3.x, LibreSSL and BoringSSL. */
struct evp_cipher_head {
	s32 nid;
	s32 block_size;
	s32 key_len;
	s32 iv_len;
};

static __always_inline bool crypto_same(const struct crypto_entry *v, const struct cipher_call *c, u64 ino, u32 dev)
{
	return v->e.interface == COOKIE_INTERFACE(c->cookie) && v->e.cipher == COOKIE_CIPHER(c->cookie) &&
	       v->e.id == c->id && v->e.key_bits == c->key_bits && v->e.ino == ino && v->e.dev == dev;
}

static __always_inline struct crypto_entry *crypto_create(
	struct crypto_key *key, const struct cipher_call *c, u64 ino, u32 dev, u64 now)
{
	struct crypto_entry fresh = {};

	process_current(&fresh.e.process);
	fresh.e.first_ns = now;
	fresh.e.ino = ino;
	fresh.e.dev = dev;
	fresh.e.id = c->id;
	fresh.e.interface = COOKIE_INTERFACE(c->cookie);
	fresh.e.cipher = COOKIE_CIPHER(c->cookie);
	fresh.e.key_bits = c->key_bits;
	if (bpf_map_update_elem(&crypto, key, &fresh, BPF_NOEXIST) == 0)
		__sync_fetch_and_add(&crypto_uses, 1);
	return bpf_map_lookup_elem(&crypto, key);
}

/* Adds a call to its process's use of that cipher; the first one is told at once. */
static __always_inline struct crypto_entry *crypto_count(
	const struct cipher_call *c, u64 ino, u32 dev, const char *name)
{
	u64 id = bpf_get_current_pid_tgid(), now = bpf_ktime_get_boot_ns();
	struct crypto_key key = {.tgid = id >> 32};

	for (u32 i = 0; i < CIPHERS_PER_PROCESS; i++) {
		struct crypto_entry *v;
		bool wrapped;

		key.slot = i;
		v = bpf_map_lookup_elem(&crypto, &key);
		if (!v)
			v = crypto_create(&key, c, ino, dev, now);
		if (!v)
			break;
		if (!crypto_same(v, c, ino, dev))
			continue;
		if (name && !v->e.operations)
			__builtin_memcpy(v->e.name, name, sizeof(v->e.name));
		wrapped = c->context && v->context == c->context && v->tid == (u32)id;
		v->context = 0;
		if (wrapped && !(c->way & WAY_WRAPPER))
			return v;
		if (c->way & WAY_WRAPPER) {
			v->context = c->context;
			v->tid = id;
		}
		if (c->way & WAY_ENCRYPT)
			v->e.flags |= CW_CRYPTO_ENCRYPTS;
		if (c->way & WAY_DECRYPT)
			v->e.flags |= CW_CRYPTO_DECRYPTS;
		__sync_fetch_and_add(&v->e.keys, c->has_key);
		__sync_fetch_and_add(&v->e.bytes, c->bytes);
		v->e.last_ns = now;
		v->dirty = 1;
		if (__sync_fetch_and_add(&v->e.operations, 1) == 0)
			crypto_emit(v, 0, now);
		return v;
	}
	lose(LOSS_CRYPTO_TABLE_FULL);
	return 0;
}

/*
 * OpenSSL's own random generator (providers/…/drbg_ctr.c) is no cipher in use. It sets keys in codebook and counter
 * mode without saying a direction (-1), as no caller does who wants something encrypted, and the key of its derivation
 * function is the one of NIST SP 800-90A 10.3.2: 00 01 02 …
 */
static __always_inline bool is_generator(s32 nid, u64 key, s32 enc)
{
	bool codebook = nid == 418 || nid == 422 || nid == 426;
	u64 head[2] = {};

	if (enc == -1)
		return codebook || (nid >= 904 && nid <= 906);
	if (!codebook || !key || bpf_probe_read_user(head, sizeof(head), (void *)key))
		return false;
	return head[0] == 0x0706050403020100ULL && head[1] == 0x0f0e0d0c0b0a0908ULL;
}

/* EVP_…Init: false when the call sets nothing, or is not one to count. */
static __always_inline bool evp_call(struct cipher_call *c, u64 ctx, u64 cipher, u64 key, u64 iv, s32 enc)
{
	struct evp_cipher_head head = {};

	if (!key && !iv)
		return false;
	if (!cipher && bpf_probe_read_user(&cipher, sizeof(cipher), (void *)ctx)) /* what the context has */
		return false;
	if (!cipher || bpf_probe_read_user(&head, sizeof(head), (void *)cipher))
		return false;
	if (!(c->way & (WAY_ENCRYPT | WAY_DECRYPT)) && is_generator(head.nid, key, enc))
		return false;
	c->context = ctx;
	c->id = head.nid;
	c->key_bits = head.key_len > 0 && head.key_len <= 256 ? head.key_len * 8 : 0;
	c->has_key = !!key;
	if (!(c->way & (WAY_ENCRYPT | WAY_DECRYPT)))
		c->way |= enc == 1 ? WAY_ENCRYPT : enc == 0 ? WAY_DECRYPT : 0;
	return true;
}

static __always_inline bool cipher_arguments(struct cipher_call *c, struct pt_regs *regs)
{
	u64 a = regs->di, b = regs->si, third = regs->dx, fourth = regs->cx, fifth = regs->r8, sixth = regs->r9;

	c->way = COOKIE_WAY(c->cookie);
	c->key_bits = COOKIE_BITS(c->cookie);
	c->has_key = 1;
	switch (COOKIE_SHAPE(c->cookie)) {
	case SHAPE_EVP_INIT:
		return evp_call(c, a, b, third, fourth, fifth);
	case SHAPE_EVP_INIT_EX:
		return evp_call(c, a, b, fourth, fifth, sixth);
	case SHAPE_ALGORITHM:
		c->id = b;
		break;
	case SHAPE_BITS_3:
		c->key_bits = third & 0xffff;
		break;
	case SHAPE_BITS_2:
		c->key_bits = b & 0xffff;
		break;
	case SHAPE_BYTES_3:
		c->key_bits = (third & 0x1fff) * 8;
		break;
	case SHAPE_BYTES_2:
		c->key_bits = (b & 0x1fff) * 8;
		break;
	case SHAPE_BYTES_4:
		c->key_bits = (fourth & 0x1fff) * 8;
		break;
	case SHAPE_LENGTH_3:
		c->bytes = third;
		break;
	case SHAPE_LENGTH_4:
		c->bytes = fourth;
		break;
	}
	return true;
}

#define CALLS_OF_STRETCH (CW_CALLS_A_SECOND / (1000000000ULL / CW_CALLS_STRETCH_NS))

/* Every call of a probed function costs its caller: the sensor is called as soon as they are too many on one CPU. */
static __always_inline void crypto_call(u32 image)
{
	struct crypto_calls *v = bpf_map_lookup_elem(&crypto_calls, &image);
	u64 now;

	if (!v)
		return;
	v->calls++;
	if (v->calls % CALLS_OF_STRETCH)
		return;
	now = bpf_ktime_get_boot_ns();
	if (now - v->stretch_ns < CW_CALLS_STRETCH_NS) {
		__sync_fetch_and_or(&busy_images, 1ULL << image);
		wake_reader();
	}
	v->stretch_ns = now;
}

SEC("uprobe")
int on_cipher(struct pt_regs *regs)
{
	struct cipher_call c = {.cookie = bpf_get_attach_cookie(regs)};
	u32 image = COOKIE_IMAGE(c.cookie);
	struct cw_image_identity *file = bpf_map_lookup_elem(&crypto_images, &image);

	crypto_call(image);
	if (!file || is_ignored(bpf_get_current_pid_tgid() >> 32) || !cipher_arguments(&c, regs))
		return 0;
	crypto_count(&c, file->ino, file->dev, 0);
	return 0;
}

#endif
