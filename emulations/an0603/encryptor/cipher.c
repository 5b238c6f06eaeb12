/* ChaCha20 (RFC 8439) and AES-256 in counter mode (FIPS 197, SP 800-38A), small rather than fast. */
#include "encryptor.h"

#include <pthread.h>
#include <string.h>

/* The whole secret: what an emulation takes, anyone can give back. */
void key_of(unsigned char key[32])
{
	memcpy(key, "the key of an emulation, no more", 32);
}

/* FNV-1a */
uint64_t hash_of(const char *path)
{
	uint64_t hash = 0xcbf29ce484222325u;
	for (; *path; path++)
		hash = (hash ^ (unsigned char)*path) * 0x100000001b3u;
	return hash;
}

/* From the path, so that no two files share a keystream. */
void nonce_of(const char *told, unsigned char nonce[12])
{
	uint64_t hash = hash_of(told);
	memset(nonce, 0, 12);
	memcpy(nonce, &hash, 8);
}

static uint32_t rotated(uint32_t value, int bits)
{
	return value << bits | value >> (32 - bits);
}

static void quarter(uint32_t *a, uint32_t *b, uint32_t *c, uint32_t *d)
{
	*a += *b, *d = rotated(*d ^ *a, 16);
	*c += *d, *b = rotated(*b ^ *c, 12);
	*a += *b, *d = rotated(*d ^ *a, 8);
	*c += *d, *b = rotated(*b ^ *c, 7);
}

static void chacha_block(uint32_t counter, const unsigned char nonce[12], unsigned char block[64])
{
	uint32_t state[16], mixed[16];
	unsigned char key[32];
	key_of(key);
	memcpy(state, "expand 32-byte k", 16);
	memcpy(state + 4, key, 32);
	state[12] = counter;
	memcpy(state + 13, nonce, 12);
	memcpy(mixed, state, sizeof(state));
	for (int i = 0; i < 10; i++) {
		for (int k = 0; k < 4; k++)
			quarter(mixed + k, mixed + 4 + k, mixed + 8 + k, mixed + 12 + k);
		for (int k = 0; k < 4; k++)
			quarter(mixed + k, mixed + 4 + (k + 1) % 4, mixed + 8 + (k + 2) % 4, mixed + 12 + (k + 3) % 4);
	}
	for (int i = 0; i < 16; i++)
		mixed[i] += state[i];
	memcpy(block, mixed, 64);
}

void chacha20(unsigned char *bytes, size_t length, size_t from, const unsigned char nonce[12])
{
	unsigned char block[64];
	size_t held = SIZE_MAX;
	for (size_t i = 0; i < length; i++) {
		size_t at = from + i;
		if (at / 64 != held)
			chacha_block(held = at / 64, nonce, block);
		bytes[i] ^= block[at % 64];
	}
}

static unsigned char doubled(unsigned char x)
{
	return x << 1 ^ (x & 0x80 ? 0x1b : 0);
}

static unsigned char product(unsigned char a, unsigned char b)
{
	unsigned char sum = 0;
	for (; b; b >>= 1, a = doubled(a))
		if (b & 1)
			sum ^= a;
	return sum;
}

static unsigned char sbox[256];
static unsigned char schedule[15 * 16];

static void prepare_aes(void)
{
	for (int x = 0; x < 256; x++) {
		unsigned char inverse = 0, bits = 0;
		for (int y = 1; x && y < 256; y++)
			if (product(x, y) == 1)
				inverse = y;
		for (int i = 0; i < 5; i++)
			bits ^= inverse << i | inverse >> (8 - i);
		sbox[x] = bits ^ 0x63;
	}
	unsigned char *words = schedule, round = 1;
	key_of(words);
	for (int i = 8; i < 60; i++) {
		unsigned char word[4];
		memcpy(word, words + 4 * (i - 1), 4);
		if (i % 8 == 0) {
			unsigned char first = word[0];
			for (int k = 0; k < 4; k++)
				word[k] = sbox[k < 3 ? word[k + 1] : first];
			word[0] ^= round;
			round = doubled(round);
		} else if (i % 8 == 4) {
			for (int k = 0; k < 4; k++)
				word[k] = sbox[word[k]];
		}
		for (int k = 0; k < 4; k++)
			words[4 * i + k] = words[4 * (i - 8) + k] ^ word[k];
	}
}

static void aes_block(unsigned char s[16])
{
	for (int i = 0; i < 16; i++)
		s[i] ^= schedule[i];
	for (int round = 1; round < 15; round++) {
		unsigned char t[16];
		for (int i = 0; i < 16; i++)
			t[i] = sbox[s[(i + 4 * (i % 4)) % 16]];
		for (int c = 0; c < 16; c += 4) {
			for (int k = 0; k < 4; k++) {
				unsigned char a = t[c + k], b = t[c + (k + 1) % 4];
				unsigned char rest = t[c + (k + 2) % 4] ^ t[c + (k + 3) % 4];
				s[c + k] = (round < 14 ? doubled(a) ^ doubled(b) ^ b ^ rest : a) ^
					   schedule[16 * round + c + k];
			}
		}
	}
}

void aes256ctr(unsigned char *bytes, size_t length, size_t from, const unsigned char nonce[12])
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, prepare_aes);
	unsigned char block[16];
	size_t held = SIZE_MAX;
	for (size_t i = 0; i < length; i++) {
		size_t at = from + i;
		if (at / 16 != held) {
			held = at / 16;
			memcpy(block, nonce, 12);
			for (int k = 0; k < 4; k++)
				block[12 + k] = held >> (24 - 8 * k);
			aes_block(block);
		}
		bytes[i] ^= block[at % 16];
	}
}
