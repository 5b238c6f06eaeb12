/* SPDX-License-Identifier: (GPL-2.0-only OR Apache-2.0) */
/*
 * Cipher functions as the kernel program sees them: what a probe's cookie says about the function that
 * it sits on, so that one program serves all of them.
 */
#ifndef CIPHERWATCH_PROBE_H
#define CIPHERWATCH_PROBE_H

#define CW_IMAGES 64 /* observed at a time */
#define CW_IMAGE_PROBES 48 /* functions of one image */

/*
 * A call costs about 1.5 µs more when it is observed (elf_place.c): this many a second are 1.5 hundredths of one processor.
 * TLS 1.3 in OpenSSL 3.0 makes one for each record of 16 KiB at either end: 80 MB/s between two processes of a host.
 */
#define CW_CALLS_A_SECOND 10000
#define CW_CALLS_STRETCH_NS 100000000ULL /* over which they are counted */

/* Where the arguments say cipher and key. */
enum cw_shape {
	SHAPE_FIXED = 0, /* nowhere: the function is the cipher */
	SHAPE_EVP_INIT = 1, /* ctx, cipher, key, iv, enc */
	SHAPE_EVP_INIT_EX = 2, /* ctx, cipher, engine, key, iv, enc */
	SHAPE_ALGORITHM = 3, /* out, algorithm: a number of the library's */
	SHAPE_BITS_3 = 4, /* ctx, key, bits */
	SHAPE_BITS_2 = 5, /* key, bits, out */
	SHAPE_BYTES_3 = 6, /* ctx, key, bytes */
	SHAPE_BYTES_2 = 7, /* ctx, bytes, key */
	SHAPE_BYTES_4 = 8, /* ctx, cipher, key, bytes */
	SHAPE_LENGTH_3 = 9, /* out, in, length: it encrypts in one go */
	SHAPE_LENGTH_4 = 10, /* out, out length, in, length */
};

/* Which way a function works. */
enum cw_way {
	WAY_UNKNOWN = 0,
	WAY_ENCRYPT = 1,
	WAY_DECRYPT = 2,
	WAY_WRAPPER = 4, /* it may call a function that is observed too */
};

/* A file, as the kernel program tells it. */
struct cw_image_identity {
	unsigned long long ino;
	unsigned dev;
	unsigned pad;
};

#define COOKIE(interface, shape, way, cipher, bits) \
	((unsigned long long)(interface) | (unsigned long long)(shape) << 8 | (unsigned long long)(way) << 16 | \
		(unsigned long long)(cipher) << 24 | (unsigned long long)(bits) << 32)
#define COOKIE_OF_IMAGE(image) ((unsigned long long)(image) << 48)
#define COOKIE_INTERFACE(c) ((c)&0xff)
#define COOKIE_SHAPE(c) ((c) >> 8 & 0xff)
#define COOKIE_WAY(c) ((c) >> 16 & 0xff)
#define COOKIE_CIPHER(c) ((c) >> 24 & 0xff)
#define COOKIE_BITS(c) ((c) >> 32 & 0xffff)
#define COOKIE_IMAGE(c) ((c) >> 48 & (CW_IMAGES - 1))

#endif
