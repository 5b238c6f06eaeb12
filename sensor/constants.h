/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Searches the loadable segments of an image for tables and texts that are part of a cipher. RC4 has none: its
 * table is made from the key. A match says what the image could do, not that it does.
 */
#ifndef CIPHERWATCH_CONSTANTS_H
#define CIPHERWATCH_CONSTANTS_H

#include "elf_image.h"
#include "scout.h"

#define SEARCH_MAX (64ULL << 20) /* bytes of one image */

/* Begins to search an image, which stays open; one at a time. */
void constants_begin(const struct elf_image *image);

/* Searches the next mebibyte. False when nothing is left; then it has filled searched, constants and cut. */
bool constants_step(struct scout_answer *answer);

#endif
