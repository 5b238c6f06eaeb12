/* A stream cipher, by whichever of the cipher-*.c files a program is linked with: none brings another's tables. */
#ifndef EMULATION_CIPHER_H
#define EMULATION_CIPHER_H

#include <stddef.h>
#include <stdint.h>

#define KEY_LEN 32
#define IV_LEN 16

struct cipher {
	uint8_t state[256];
	uint8_t pad[64];
	uint32_t words[64];
	unsigned used; /* of the pad */
	uint8_t i, j;
};

void cipher_begin(struct cipher *c, const uint8_t key[KEY_LEN], const uint8_t iv[IV_LEN]);
/* Encrypts or decrypts in place. */
void cipher_apply(struct cipher *c, uint8_t *bytes, size_t len);

#endif
