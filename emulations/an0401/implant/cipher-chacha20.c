/* ChaCha20 (RFC 8439); the nonce is the first 12 bytes of the initial value, counted from 0. */
#include <string.h>

#include "cipher.h"

static uint32_t load(const uint8_t *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint32_t turn(uint32_t x, int by)
{
	return x << by | x >> (32 - by);
}

static void quarter(uint32_t *x, int a, int b, int c, int d)
{
	x[a] += x[b];
	x[d] = turn(x[d] ^ x[a], 16);
	x[c] += x[d];
	x[b] = turn(x[b] ^ x[c], 12);
	x[a] += x[b];
	x[d] = turn(x[d] ^ x[a], 8);
	x[c] += x[d];
	x[b] = turn(x[b] ^ x[c], 7);
}

static void refill(struct cipher *c)
{
	uint32_t x[16];

	memcpy(x, c->words, sizeof(x));
	for (int i = 0; i < 10; i++) {
		for (int k = 0; k < 4; k++)
			quarter(x, k, k + 4, k + 8, k + 12);
		for (int k = 0; k < 4; k++)
			quarter(x, k, 4 + (k + 1) % 4, 8 + (k + 2) % 4, 12 + (k + 3) % 4);
	}
	for (int i = 0; i < 16; i++) {
		uint32_t word = x[i] + c->words[i];

		for (int k = 0; k < 4; k++)
			c->pad[4 * i + k] = (uint8_t)(word >> 8 * k);
	}
	c->words[12]++;
	c->used = 0;
}

void cipher_begin(struct cipher *c, const uint8_t key[KEY_LEN], const uint8_t iv[IV_LEN])
{
	static const uint8_t constant[] = "expand 32-byte k";

	for (int i = 0; i < 4; i++)
		c->words[i] = load(constant + 4 * i);
	for (int i = 0; i < 8; i++)
		c->words[4 + i] = load(key + 4 * i);
	c->words[12] = 0;
	for (int i = 0; i < 3; i++)
		c->words[13 + i] = load(iv + 4 * i);
	c->used = sizeof(c->pad);
}

void cipher_apply(struct cipher *c, uint8_t *bytes, size_t len)
{
	for (size_t at = 0; at < len; at++) {
		if (c->used == sizeof(c->pad))
			refill(c);
		bytes[at] ^= c->pad[c->used++];
	}
}
