/* SPDX-License-Identifier: Apache-2.0 */
#include "constants.h"

#include <string.h>

#define CHUNK (1u << 20)
#define OVERLAP 256 /* a pattern, or the four values of the sigma, may lie across two chunks */
#define SPREAD 160 /* bytes of code within which four immediate values belong together */
#define ROUNDS 10 /* of AES-128; fewer instructions of that kind are chance */

struct pattern {
	const char *bytes;
	unsigned len;
	__u32 constant;
};

#define PATTERN(text, constant) \
	{ \
		text, sizeof(text) - 1, constant \
	}

static const struct pattern patterns[] = {
	PATTERN("\x63\x7c\x77\x7b\xf2\x6b\x6f\xc5\x30\x01\x67\x2b\xfe\xd7\xab\x76", CW_CONSTANT_AES_SBOX),
	PATTERN("\x52\x09\x6a\xd5\x30\x36\xa5\x38\xbf\x40\xa3\x9e\x81\xf3\xd7\xfb", CW_CONSTANT_AES_INVERSE_SBOX),
	/* Te0: as words of either byte order, and as the doubled words of OpenSSL's assembly */
	PATTERN("\xa5\x63\x63\xc6\x84\x7c\x7c\xf8\x99\x77\x77\xee\x8d\x7b\x7b\xf6", CW_CONSTANT_AES_TABLES),
	PATTERN("\xc6\x63\x63\xa5\xf8\x7c\x7c\x84\xee\x77\x77\x99\xf6\x7b\x7b\x8d", CW_CONSTANT_AES_TABLES),
	PATTERN("\xa5\x63\x63\xc6\xa5\x63\x63\xc6\x84\x7c\x7c\xf8\x84\x7c\x7c\xf8", CW_CONSTANT_AES_TABLES),
	PATTERN("\xc6\x63\x63\xa5\xc6\x63\x63\xa5\xf8\x7c\x7c\x84\xf8\x7c\x7c\x84", CW_CONSTANT_AES_TABLES),
	/* Td0 */
	PATTERN("\x50\xa7\xf4\x51\x53\x65\x41\x7e\xc3\xa4\x17\x1a\x96\x5e\x27\x3a", CW_CONSTANT_AES_TABLES),
	PATTERN("\x51\xf4\xa7\x50\x7e\x41\x65\x53\x1a\x17\xa4\xc3\x3a\x27\x5e\x96", CW_CONSTANT_AES_TABLES),
	PATTERN("expand 32-byte k", CW_CONSTANT_CHACHA_SIGMA),
	PATTERN("expand 16-byte k", CW_CONSTANT_CHACHA_TAU),
	/* the first digits of pi, as words of either byte order */
	PATTERN("\x88\x6a\x3f\x24\xd3\x08\xa3\x85\x2e\x8a\x19\x13\x44\x73\x70\x03", CW_CONSTANT_BLOWFISH),
	PATTERN("\x24\x3f\x6a\x88\x85\xa3\x08\xd3\x13\x19\x8a\x2e\x03\x70\x73\x44", CW_CONSTANT_BLOWFISH),
	PATTERN("\x70\x82\x2c\xec\xb3\x27\xc0\xe5\xe4\x85\x57\x35\xea\x0c\xae\x41", CW_CONSTANT_CAMELLIA),
	PATTERN("\xd6\x90\xe9\xfe\xcc\xe1\x3d\xb7\x16\xb6\x14\xc2\x28\xfb\x2c\x05", CW_CONSTANT_SM4),
	PATTERN("\xa9\x67\xb3\xe8\x04\xfd\xa3\x76\x9a\x92\x80\x78\xe4\xdd\xd1\x38", CW_CONSTANT_TWOFISH),
};

/* AESENC, AESENCLAST, AESDEC, AESDECLAST: 66 0f 38 dc to df, with or without a prefix for high registers between. */
#define AES_OPCODE "\x0f\x38"

struct search {
	struct elf_image image;
	unsigned segment; /* where it is */
	__u64 done; /* bytes of that segment */
	__u64 searched; /* bytes of all */
	bool code; /* the segment is executable */
	__u8 starts[1 << 16]; /* whether a pattern begins with these two bytes */
	__u32 constants;
	unsigned instructions;
};

static struct search s;

static unsigned pair(const void *at)
{
	const unsigned char *b = at;

	return b[0] | b[1] << 8;
}

static void prepare(void)
{
	memset(&s, 0, sizeof(s));
	for (unsigned i = 0; i < sizeof(patterns) / sizeof(*patterns); i++)
		s.starts[pair(patterns[i].bytes)] = 1;
	s.starts[pair(AES_OPCODE)] = 1;
}

static bool near(const unsigned char *at, size_t left, const char *word)
{
	return memmem(at, left < SPREAD ? left : SPREAD, word, 4) != 0;
}

/* "expand 32-byte k" as four values in code. */
static bool scattered_sigma(const unsigned char *at, size_t left)
{
	return memcmp(at, "expa", 4) == 0 && near(at, left, "nd 3") && near(at, left, "2-by") && near(at, left, "te k");
}

static void look(const unsigned char *at, size_t left)
{
	bool instruction = s.code && left >= 3 && memcmp(at, AES_OPCODE, 2) == 0 && at[2] >= 0xdc && at[2] <= 0xdf;

	if (instruction && ++s.instructions == ROUNDS)
		s.constants |= CW_CONSTANT_AES_INSTRUCTIONS;
	if (left >= 4 && !(s.constants & CW_CONSTANT_CHACHA_SIGMA) && scattered_sigma(at, left))
		s.constants |= CW_CONSTANT_CHACHA_SIGMA;
	for (unsigned i = 0; i < sizeof(patterns) / sizeof(*patterns); i++)
		if (patterns[i].len <= left && memcmp(at, patterns[i].bytes, patterns[i].len) == 0)
			s.constants |= patterns[i].constant;
}

/* Looks at every place in n bytes; what follows them, up to left, may complete a pattern. */
static void search_bytes(const unsigned char *bytes, size_t n, size_t left)
{
	for (size_t i = 0; i < n && i + 1 < left; i++)
		if (s.starts[pair(bytes + i)])
			look(bytes + i, left - i);
}

/* Reads the next chunk of a segment and looks at it; how many bytes it had. */
static __u64 search_chunk(const Elf64_Phdr *p)
{
	static unsigned char buffer[CHUNK + OVERLAP];
	__u64 offset = p->p_offset + s.done, left = p->p_filesz - s.done, n;

	if (offset < s.done || offset > s.image.size)
		return 0;
	if (left > s.image.size - offset)
		left = s.image.size - offset;
	if (left > sizeof(buffer))
		left = sizeof(buffer);
	if (left == 0 || !elf_read(&s.image, offset, buffer, left))
		return 0;
	n = left < CHUNK ? left : CHUNK;
	s.code = p->p_flags & PF_X;
	search_bytes(buffer, n, left);
	return n;
}

void constants_begin(const struct elf_image *image)
{
	prepare();
	s.image = *image;
}

bool constants_step(struct scout_answer *answer)
{
	while (s.segment < s.image.segments && s.searched < SEARCH_MAX) {
		const Elf64_Phdr *p = &s.image.segment[s.segment];
		__u64 n = p->p_type == PT_LOAD && s.done < p->p_filesz ? search_chunk(p) : 0;

		if (n) {
			s.done += n;
			s.searched += n;
			return true;
		}
		s.segment++;
		s.done = 0;
	}
	answer->searched = s.searched;
	answer->constants = s.constants;
	answer->cut = s.segment < s.image.segments;
	return false;
}
