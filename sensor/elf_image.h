/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads ELF files that nobody vouches for: every offset, count and length is held against the file before it is
 * used, and nothing is mapped, so that a file that shrinks meanwhile ends a read and no more.
 */
#ifndef CIPHERWATCH_ELF_IMAGE_H
#define CIPHERWATCH_ELF_IMAGE_H

#include <elf.h>
#include <stdbool.h>

#include "record.h"

#define ELF_SEGMENTS 64 /* program headers looked at */

struct elf_image {
	int fd;
	__u64 size;
	Elf64_Ehdr header;
	Elf64_Phdr segment[ELF_SEGMENTS];
	unsigned segments;
};

/* False when it is no 64-bit image of this machine. */
bool elf_open(struct elf_image *image, int fd, __u64 size);

/* Exactly n bytes at an offset of the file; false when they are not there. */
bool elf_read(const struct elf_image *image, __u64 offset, void *to, __u64 n);

/* Where a loaded address lies in the file, with how many bytes follow it in its segment; ~0 when nowhere. */
__u64 elf_offset(const struct elf_image *image, __u64 address, __u64 *left);

/* Where a function begins in the file when it lies in an executable segment, else 0. */
__u64 elf_function(const struct elf_image *image, const Elf64_Sym *symbol);

#endif
