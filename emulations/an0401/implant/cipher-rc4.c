/* RC4; the key is the first 16 bytes of the given one and the initial value after it. */
#include "cipher.h"

void cipher_begin(struct cipher *c, const uint8_t key[KEY_LEN], const uint8_t iv[IV_LEN])
{
	uint8_t j = 0;

	for (int i = 0; i < 256; i++)
		c->state[i] = (uint8_t)i;
	for (int i = 0; i < 256; i++) {
		uint8_t k = i % 32 < 16 ? key[i % 32] : iv[i % 32 - 16];
		uint8_t held = c->state[i];

		j = (uint8_t)(j + held + k);
		c->state[i] = c->state[j];
		c->state[j] = held;
	}
	c->i = c->j = 0;
}

void cipher_apply(struct cipher *c, uint8_t *bytes, size_t len)
{
	for (size_t at = 0; at < len; at++) {
		uint8_t held = c->state[++c->i];

		c->j = (uint8_t)(c->j + held);
		c->state[c->i] = c->state[c->j];
		c->state[c->j] = held;
		bytes[at] ^= c->state[(uint8_t)(c->state[c->i] + held)];
	}
}
