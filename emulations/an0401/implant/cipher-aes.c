/* AES-256 in counter mode; the initial value is the first counter. */
#include <string.h>

#include "aes.h"
#include "cipher.h"

/* The round keys live in `words` (15 * 16 bytes), the counter in `state`. */
_Static_assert(sizeof(((struct cipher *)0)->words) >= sizeof(((struct aes *)0)->round_keys), "no room for the round keys");

void cipher_begin(struct cipher *c, const uint8_t key[KEY_LEN], const uint8_t iv[IV_LEN])
{
	struct aes a;

	aes_begin(&a, key, 256);
	memcpy(c->words, a.round_keys, sizeof(a.round_keys));
	memcpy(c->state, iv, IV_LEN);
	c->used = AES_BLOCK;
}

static void refill(struct cipher *c)
{
	struct aes a = { .rounds = 14 };

	memcpy(a.round_keys, c->words, sizeof(a.round_keys));
	memcpy(c->pad, c->state, AES_BLOCK);
	aes_encrypt(&a, c->pad);
	for (int i = AES_BLOCK - 1; i >= 0 && ++c->state[i] == 0; i--)
		;
	c->used = 0;
}

void cipher_apply(struct cipher *c, uint8_t *bytes, size_t len)
{
	for (size_t at = 0; at < len; at++) {
		if (c->used == AES_BLOCK)
			refill(c);
		bytes[at] ^= c->pad[c->used++];
	}
}
