/* SPDX-License-Identifier: Apache-2.0 */
/* Finds functions by name in an image: by the hash table that the loader uses, else in the full symbol table. */
#ifndef CIPHERWATCH_ELF_SYMBOLS_H
#define CIPHERWATCH_ELF_SYMBOLS_H

#include "elf_image.h"
#include "probe.h"

struct elf_found {
	__u64 offset; /* in the file, of the function or shortly behind it (elf_place.h) */
	__u64 cookie;
};

/* Fills at most CW_IMAGE_PROBES cipher functions of probe_table.h, each offset once; how many. */
unsigned elf_cipher_functions(const struct elf_image *image, struct elf_found found[CW_IMAGE_PROBES]);

#endif
