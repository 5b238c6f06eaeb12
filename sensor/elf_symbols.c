/* SPDX-License-Identifier: Apache-2.0 */
#include "elf_symbols.h"

#include <stdlib.h>
#include <string.h>

#include "elf_place.h"
#include "probe_table.h"

#define DYNAMIC_MAX 512 /* entries of the dynamic section */
#define CHAIN_MAX 4096 /* symbols of one hash bucket */
#define JUMPS_MAX 65536 /* relocations of calls to other functions */
#define JUMPS_AT_ONCE 512
#define NAME_LEN 64 /* longer than any name that is looked for */
#define TABLE_MAX (32u << 20) /* bytes of a full symbol table, and of its names */

/* The dynamic symbol table, as the loader finds it: by address. */
struct dynamic {
	__u64 symbols, names, names_size, hash;
	__u64 jumps, jumps_size; /* relocations of the procedure linkage table */
};

/* Takes a function into the list, unless another name led to it already. */
static void add(
	const struct elf_image *image, struct elf_found *found, unsigned *n, const Elf64_Sym *symbol, __u64 cookie)
{
	__u64 offset = elf_function(image, symbol);

	if (!offset || *n == CW_IMAGE_PROBES)
		return;
	offset = elf_place(image, offset, symbol->st_size);
	for (unsigned i = 0; i < *n; i++)
		if (found[i].offset == offset)
			return;
	found[*n].offset = offset;
	found[*n].cookie = cookie;
	*n += 1;
}

static bool read_dynamic(const struct elf_image *image, struct dynamic *d)
{
	static Elf64_Dyn entry[DYNAMIC_MAX];
	const Elf64_Phdr *p = 0;
	unsigned n;

	memset(d, 0, sizeof(*d));
	for (unsigned i = 0; i < image->segments && !p; i++)
		if (image->segment[i].p_type == PT_DYNAMIC)
			p = &image->segment[i];
	if (!p)
		return false;
	n = p->p_filesz / sizeof(*entry) < DYNAMIC_MAX ? p->p_filesz / sizeof(*entry) : DYNAMIC_MAX;
	if (!elf_read(image, p->p_offset, entry, n * sizeof(*entry)))
		return false;
	for (unsigned i = 0; i < n && entry[i].d_tag != DT_NULL; i++) {
		if (entry[i].d_tag == DT_SYMTAB)
			d->symbols = entry[i].d_un.d_ptr;
		else if (entry[i].d_tag == DT_STRTAB)
			d->names = entry[i].d_un.d_ptr;
		else if (entry[i].d_tag == DT_STRSZ)
			d->names_size = entry[i].d_un.d_val;
		else if (entry[i].d_tag == DT_GNU_HASH)
			d->hash = entry[i].d_un.d_ptr;
		else if (entry[i].d_tag == DT_JMPREL)
			d->jumps = entry[i].d_un.d_ptr;
		else if (entry[i].d_tag == DT_PLTRELSZ)
			d->jumps_size = entry[i].d_un.d_val;
	}
	return d->symbols && d->names && d->hash;
}

/* n bytes at a loaded address. */
static bool read_at(const struct elf_image *image, __u64 address, void *to, __u64 n)
{
	__u64 left = 0, offset = elf_offset(image, address, &left);

	return offset != ~0ULL && n <= left && elf_read(image, offset, to, n);
}

static __u32 gnu_hash(const char *name)
{
	__u32 h = 5381;

	for (; *name; name++)
		h = h * 33 + (unsigned char)*name;
	return h;
}

static bool named(const struct elf_image *image, const struct dynamic *d, __u32 at, const char *name)
{
	char text[NAME_LEN];
	size_t n = strlen(name) + 1;

	return n <= sizeof(text) && at < d->names_size && n <= d->names_size - at &&
	       read_at(image, d->names + at, text, n) && memcmp(text, name, n) == 0;
}

/* Finds a symbol and its number. The layout: four words, a Bloom filter of 64-bit words, buckets, and a hash per symbol that ends with a set bit 0. */
static bool find_dynamic(
	const struct elf_image *image, const struct dynamic *d, const char *name, Elf64_Sym *symbol, __u32 *index)
{
	__u32 head[4], bucket, hash = gnu_hash(name), value;
	__u64 word, bloom = d->hash + sizeof(head), buckets, chains;

	if (!read_at(image, d->hash, head, sizeof(head)) || !head[0] || !head[2])
		return false;
	if (!read_at(image, bloom + (__u64)(hash / 64 % head[2]) * 8, &word, sizeof(word)))
		return false;
	if (!(word >> (hash % 64) & 1) || !(word >> ((hash >> (head[3] & 31)) % 64) & 1))
		return false;
	buckets = bloom + (__u64)head[2] * 8;
	chains = buckets + (__u64)head[0] * 4;
	if (!read_at(image, buckets + (__u64)(hash % head[0]) * 4, &bucket, sizeof(bucket)) || bucket < head[1])
		return false;
	for (unsigned i = 0; i < CHAIN_MAX; i++, bucket++) {
		if (!read_at(image, chains + (__u64)(bucket - head[1]) * 4, &value, sizeof(value)))
			return false;
		if ((value | 1) == (hash | 1) &&
			read_at(image, d->symbols + (__u64)bucket * sizeof(*symbol), symbol, sizeof(*symbol)) &&
			named(image, d, symbol->st_name, name)) {
			*index = bucket;
			return true;
		}
		if (value & 1)
			return false;
	}
	return false;
}

/*
 * Whether the image calls that function of its own through the procedure linkage table: then it is not inlined
 * anywhere, and probes on what calls it would only be hit twice.
 */
static bool calls_through_table(const struct elf_image *image, const struct dynamic *d, const char *name)
{
	static Elf64_Rela jump[JUMPS_AT_ONCE];
	__u64 count = d->jumps_size / sizeof(*jump);
	Elf64_Sym symbol;
	__u32 index;

	if (!d->jumps || !find_dynamic(image, d, name, &symbol, &index) || symbol.st_shndx == SHN_UNDEF)
		return false;
	if (count > JUMPS_MAX)
		count = JUMPS_MAX;
	for (__u64 done = 0; done < count; done += JUMPS_AT_ONCE) {
		unsigned n = count - done < JUMPS_AT_ONCE ? count - done : JUMPS_AT_ONCE;

		if (!read_at(image, d->jumps + done * sizeof(*jump), jump, n * sizeof(*jump)))
			return false;
		for (unsigned i = 0; i < n; i++)
			if (ELF64_R_SYM(jump[i].r_info) == index)
				return true;
	}
	return false;
}

static const struct probe_function *wanted(const char *name)
{
	/* the few first letters that any of them has; most symbols end here */
	if (!strchr("EARBgnmcw", *name))
		return 0;
	for (unsigned i = 0; i < probe_function_count; i++)
		if (strcmp(probe_functions[i].name, name) == 0)
			return &probe_functions[i];
	return 0;
}

static void *read_section(const struct elf_image *image, const Elf64_Shdr *s)
{
	void *bytes = s->sh_size && s->sh_size <= TABLE_MAX ? malloc(s->sh_size + 1) : 0;

	if (!bytes)
		return 0;
	if (!elf_read(image, s->sh_offset, bytes, s->sh_size)) {
		free(bytes);
		return 0;
	}
	((char *)bytes)[s->sh_size] = 0;
	return bytes;
}

/* A static image that was not stripped. */
static void find_full(const struct elf_image *image, struct elf_found *found, unsigned *n)
{
	const Elf64_Ehdr *h = &image->header;
	Elf64_Shdr table = {0}, strings;
	Elf64_Sym *symbols;
	char *names;

	if (h->e_shentsize != sizeof(table))
		return;
	for (unsigned i = 0; i < h->e_shnum && table.sh_type != SHT_SYMTAB; i++)
		if (!elf_read(image, h->e_shoff + (__u64)i * sizeof(table), &table, sizeof(table)))
			return;
	if (table.sh_type != SHT_SYMTAB || table.sh_link >= h->e_shnum ||
		!elf_read(image, h->e_shoff + (__u64)table.sh_link * sizeof(strings), &strings, sizeof(strings)))
		return;
	symbols = read_section(image, &table);
	names = read_section(image, &strings);
	for (__u64 i = 0; symbols && names && i < table.sh_size / sizeof(*symbols); i++) {
		const struct probe_function *f;

		if (symbols[i].st_name >= strings.sh_size || ELF64_ST_TYPE(symbols[i].st_info) != STT_FUNC)
			continue;
		f = wanted(names + symbols[i].st_name);
		if (f)
			add(image, found, n, &symbols[i], f->cookie);
	}
	free(symbols);
	free(names);
}

unsigned elf_cipher_functions(const struct elf_image *image, struct elf_found found[CW_IMAGE_PROBES])
{
	struct dynamic d;
	unsigned n = 0;

	if (read_dynamic(image, &d)) {
		bool table = calls_through_table(image, &d, "EVP_CipherInit_ex");

		for (unsigned i = 0; i < probe_function_count; i++) {
			Elf64_Sym symbol;
			__u32 index;

			if (table && COOKIE_WAY(probe_functions[i].cookie) & WAY_WRAPPER)
				continue;
			if (find_dynamic(image, &d, probe_functions[i].name, &symbol, &index))
				add(image, found, &n, &symbol, probe_functions[i].cookie);
		}
	}
	if (n == 0)
		find_full(image, found, &n);
	return n;
}
