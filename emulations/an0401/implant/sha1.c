#include "sha1.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK 64

static uint32_t turn(uint32_t x, int by)
{
	return x << by | x >> (32 - by);
}

static void block(uint32_t h[5], const uint8_t *p)
{
	uint32_t w[80];
	uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];

	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)p[4 * i] << 24 | (uint32_t)p[4 * i + 1] << 16 | (uint32_t)p[4 * i + 2] << 8 | p[4 * i + 3];
	for (int i = 16; i < 80; i++)
		w[i] = turn(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	for (int i = 0; i < 80; i++) {
		uint32_t f, k, t;

		if (i < 20) {
			f = (b & c) | (~b & d);
			k = 0x5a827999;
		} else if (i < 40) {
			f = b ^ c ^ d;
			k = 0x6ed9eba1;
		} else if (i < 60) {
			f = (b & c) | (b & d) | (c & d);
			k = 0x8f1bbcdc;
		} else {
			f = b ^ c ^ d;
			k = 0xca62c1d6;
		}
		t = turn(a, 5) + f + e + k + w[i];
		e = d;
		d = c;
		c = turn(b, 30);
		b = a;
		a = t;
	}
	h[0] += a;
	h[1] += b;
	h[2] += c;
	h[3] += d;
	h[4] += e;
}

void sha1(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len, uint8_t out[SHA1_LEN])
{
	uint32_t h[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 };
	size_t len = a_len + b_len;
	size_t padded = (len + 9 + BLOCK - 1) / BLOCK * BLOCK;
	uint8_t *all = calloc(1, padded);

	if (!all)
		abort();
	if (a_len)
		memcpy(all, a, a_len);
	if (b_len)
		memcpy(all + a_len, b, b_len);
	all[len] = 0x80;
	for (int i = 0; i < 8; i++)
		all[padded - 1 - (size_t)i] = (uint8_t)((uint64_t)len * 8 >> 8 * i);
	for (size_t at = 0; at < padded; at += BLOCK)
		block(h, all + at);
	free(all);
	for (int i = 0; i < SHA1_LEN; i++)
		out[i] = (uint8_t)(h[i / 4] >> (24 - 8 * (i % 4)));
}

void hmac_sha1(const uint8_t *key, size_t key_len, const uint8_t *text, size_t len, uint8_t out[SHA1_LEN])
{
	uint8_t inner[BLOCK] = { 0 }, outer[BLOCK];
	uint8_t first[SHA1_LEN];

	memcpy(inner, key, key_len);
	memcpy(outer, inner, BLOCK);
	for (int i = 0; i < BLOCK; i++) {
		inner[i] ^= 0x36;
		outer[i] ^= 0x5c;
	}
	sha1(inner, BLOCK, text, len, first);
	sha1(outer, BLOCK, first, SHA1_LEN, out);
}
