/* SHA-1 (FIPS 180-4) and HMAC (RFC 2104) over it. */
#ifndef EMULATION_SHA1_H
#define EMULATION_SHA1_H

#include <stddef.h>
#include <stdint.h>

#define SHA1_LEN 20

/* Over two pieces, one after the other. */
void sha1(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len, uint8_t out[SHA1_LEN]);
/* key: at most 64 bytes */
void hmac_sha1(const uint8_t *key, size_t key_len, const uint8_t *text, size_t len, uint8_t out[SHA1_LEN]);

#endif
