/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a trigger tells what it did: one JSON object on standard output. Bytes that came from
 * outside (names, arguments, data) are given in hex, so that any byte can be told.
 */
#ifndef CIPHERWATCH_TEST_REPORT_H
#define CIPHERWATCH_TEST_REPORT_H

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Ends the trigger: a step of the scenario failed, so that nothing it reports would be true. */
#define REQUIRE(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #condition, strerror(errno)); \
			exit(99); \
		} \
	} while (0)

static inline void print_hex(const void *bytes, size_t len)
{
	const unsigned char *b = bytes;

	putchar('"');
	for (size_t i = 0; i < len; i++)
		printf("%02x", b[i]);
	putchar('"');
}

static inline void key_hex(const char *key, const void *bytes, size_t len)
{
	printf("\"%s\":", key);
	print_hex(bytes, len);
	putchar(',');
}

static inline void key_text(const char *key, const char *text)
{
	key_hex(key, text, strlen(text));
}

static inline void key_int(const char *key, long long value)
{
	printf("\"%s\":%lld,", key, value);
}

/* 64-bit identities do not fit a JavaScript number: as a string. */
static inline void key_id(const char *key, unsigned long long value)
{
	printf("\"%s\":\"%llu\",", key, value);
}

/* The device as the wire contract writes it: major << 20 | minor. */
#define KERNEL_DEV(dev) ((unsigned)(major(dev) << 20 | minor(dev)))

#endif
