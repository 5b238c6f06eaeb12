/* SPDX-License-Identifier: Apache-2.0 */
#include "elf_image.h"

#include <string.h>
#include <unistd.h>

#if defined(__x86_64__)
#define MACHINE EM_X86_64
#elif defined(__aarch64__)
#define MACHINE EM_AARCH64
#else
#define MACHINE EM_NONE
#endif

bool elf_read(const struct elf_image *image, __u64 offset, void *to, __u64 n)
{
	if (offset > image->size || n > image->size - offset)
		return false;
	return pread(image->fd, to, n, offset) == (ssize_t)n;
}

bool elf_open(struct elf_image *image, int fd, __u64 size)
{
	const Elf64_Ehdr *h = &image->header;

	image->fd = fd;
	image->size = size;
	if (!elf_read(image, 0, &image->header, sizeof(image->header)))
		return false;
	if (memcmp(h->e_ident, ELFMAG, SELFMAG) || h->e_ident[EI_CLASS] != ELFCLASS64 ||
		h->e_ident[EI_DATA] != ELFDATA2LSB || h->e_machine != MACHINE || h->e_phentsize != sizeof(Elf64_Phdr))
		return false;
	image->segments = h->e_phnum < ELF_SEGMENTS ? h->e_phnum : ELF_SEGMENTS;
	return elf_read(image, h->e_phoff, image->segment, image->segments * sizeof(Elf64_Phdr));
}

static const Elf64_Phdr *segment_of(const struct elf_image *image, __u64 address)
{
	for (unsigned i = 0; i < image->segments; i++) {
		const Elf64_Phdr *p = &image->segment[i];

		if (p->p_type == PT_LOAD && address >= p->p_vaddr && address - p->p_vaddr < p->p_filesz)
			return p;
	}
	return 0;
}

__u64 elf_offset(const struct elf_image *image, __u64 address, __u64 *left)
{
	const Elf64_Phdr *p = segment_of(image, address);
	__u64 into;

	if (!p)
		return ~0ULL;
	into = address - p->p_vaddr;
	if (p->p_offset > image->size || into >= image->size - p->p_offset)
		return ~0ULL;
	*left = p->p_filesz - into;
	return p->p_offset + into;
}

__u64 elf_function(const struct elf_image *image, const Elf64_Sym *symbol)
{
	const Elf64_Phdr *p = segment_of(image, symbol->st_value);
	__u64 left, offset;

	if (symbol->st_shndx == SHN_UNDEF || !p || !(p->p_flags & PF_X))
		return 0;
	if (ELF64_ST_TYPE(symbol->st_info) != STT_FUNC && ELF64_ST_TYPE(symbol->st_info) != STT_NOTYPE)
		return 0;
	offset = elf_offset(image, symbol->st_value, &left);
	return offset == ~0ULL ? 0 : offset;
}
