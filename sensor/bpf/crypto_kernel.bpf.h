/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's own ciphers: AF_ALG sockets, and TLS that is handed to the kernel (kTLS). Both get their key by setsockopt. */
#ifndef CIPHERWATCH_CRYPTO_KERNEL_BPF_H
#define CIPHERWATCH_CRYPTO_KERNEL_BPF_H

#define AF_ALG 38
#define SOL_ALG 279
#define ALG_SET_KEY 1
#define SOL_TLS 282
#define TLS_TX 1
#define TLS_RX 2
#define TLS_CIPHER_AES_GCM_256 52
#define TLS_CIPHER_CHACHA20_POLY1305 54
#define TLS_CIPHER_ARIA_GCM_256 58

/* struct sockaddr_alg of linux/if_alg.h */
struct user_sockaddr_alg {
	u16 family;
	char type[14];
	u32 feature, mask;
	char name[CW_CIPHER_NAME_LEN];
};

struct cipher_name {
	u64 words[CW_CIPHER_NAME_LEN / 8];
};

/* What a socket was bound to, until it is given a key. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, u64); /* struct file * */
	__type(value, struct cipher_name);
} alg_sockets SEC(".maps");

PART int on_bind_done(u32 fd, u64 user)
{
	u64 file = (u64)fd_file(fd);
	struct user_sockaddr_alg address = {};
	struct cipher_name name;
	u32 type;

	if (!file || bpf_probe_read_user(&address.family, sizeof(address.family), (void *)user) ||
		address.family != AF_ALG || bpf_probe_read_user(&address, sizeof(address), (void *)user))
		return 0;
	__builtin_memcpy(&type, address.type, sizeof(type));
	if (type != 0x69636b73 /* skci(pher) */ && type != 0x64616561 /* aead */)
		return 0;
	address.name[CW_CIPHER_NAME_LEN - 1] = 0;
	__builtin_memcpy(&name, address.name, sizeof(name));
	bpf_map_update_elem(&alg_sockets, &file, &name, BPF_ANY);
	return 0;
}

static __always_inline u32 tls_key_bits(u32 cipher)
{
	return cipher == TLS_CIPHER_AES_GCM_256 || cipher == TLS_CIPHER_CHACHA20_POLY1305 ||
			       cipher == TLS_CIPHER_ARIA_GCM_256
		       ? 256
		       : 128;
}

PART int on_setsockopt_done(u32 fd, u32 level, u32 option, u64 user, u32 length)
{
	u64 file = (u64)fd_file(fd);
	struct cipher_call c = {.has_key = 1};
	struct cipher_name *name = 0;

	if (!file || is_ignored(bpf_get_current_pid_tgid() >> 32))
		return 0;
	if (level == SOL_TLS && (option == TLS_TX || option == TLS_RX)) {
		u16 head[2] = {}; /* version, cipher */

		if (bpf_probe_read_user(head, sizeof(head), (void *)user))
			return 0;
		c.cookie = COOKIE(CW_CRYPTO_KTLS, 0, 0, 0, 0);
		c.id = head[1];
		c.key_bits = tls_key_bits(c.id);
		c.way = option == TLS_TX ? WAY_ENCRYPT : WAY_DECRYPT;
	} else if (level == SOL_ALG && option == ALG_SET_KEY) {
		name = bpf_map_lookup_elem(&alg_sockets, &file);
		if (!name)
			return 0;
		c.cookie = COOKIE(CW_CRYPTO_AF_ALG, 0, 0, 0, 0);
		c.key_bits = (length & 0x1fff) * 8;
		for (u32 i = 0; i < CW_CIPHER_NAME_LEN / 8; i++)
			c.id = (c.id ^ (u32)name->words[i] ^ (u32)(name->words[i] >> 32)) * 16777619;
	} else {
		return 0;
	}
	crypto_count(&c, 0, 0, name ? (const char *)name : 0);
	return 0;
}

#endif
