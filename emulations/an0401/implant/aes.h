/* AES (FIPS 197), one block at a time, with a constant S-box. */
#ifndef EMULATION_AES_H
#define EMULATION_AES_H

#include <stdint.h>

#define AES_BLOCK 16

struct aes {
	uint8_t round_keys[15][AES_BLOCK];
	int rounds;
};

/* bits: 128 or 256 */
void aes_begin(struct aes *a, const uint8_t *key, int bits);
void aes_encrypt(const struct aes *a, uint8_t block[AES_BLOCK]);
void aes_decrypt(const struct aes *a, uint8_t block[AES_BLOCK]);

#endif
