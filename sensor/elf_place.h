/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CIPHERWATCH_ELF_PLACE_H
#define CIPHERWATCH_ELF_PLACE_H

#include "elf_image.h"

/*
 * Where a probe on a function costs least: at its first instruction, or a few further on where the arguments are
 * still in their registers. offset is the function's in the file, size its length or 0.
 */
__u64 elf_place(const struct elf_image *image, __u64 offset, __u64 size);

#endif
