/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images that were dealt with, by device and inode: a fixed table in which a newer one takes the place of an
 * older one. What falls out is dealt with again, which costs time and nothing else. Where an inode is all that is
 * known, entries lapse: it may come back as another file.
 */
#ifndef CIPHERWATCH_IMAGE_SET_H
#define CIPHERWATCH_IMAGE_SET_H

#include <stdbool.h>

#include "clock.h"
#include "record.h"

#define IMAGE_SET_SLOTS 4096
#define IMAGE_SET_LAPSE_NS 60000000000ULL
#define IMAGE_SET_FOR_GOOD ~0ULL

struct image_set {
	struct {
		__u64 ino;
		__u64 since_ns;
		__u32 dev;
	} slot[IMAGE_SET_SLOTS];
};

static inline unsigned image_set_slot(__u32 dev, __u64 ino)
{
	return ((ino * 0x9e3779b97f4a7c15ULL) ^ (dev * 0x9e3779b1ULL) << 20) >> 52;
}

static inline bool image_set_has(const struct image_set *set, __u32 dev, __u64 ino, __u64 lapse_ns)
{
	unsigned i = image_set_slot(dev, ino);

	return set->slot[i].ino == ino && set->slot[i].dev == dev && clock_boot_ns() - set->slot[i].since_ns < lapse_ns;
}

static inline void image_set_add(struct image_set *set, __u32 dev, __u64 ino)
{
	unsigned i = image_set_slot(dev, ino);

	set->slot[i].ino = ino;
	set->slot[i].dev = dev;
	set->slot[i].since_ns = clock_boot_ns();
}

static inline void image_set_remove(struct image_set *set, __u32 dev, __u64 ino)
{
	unsigned i = image_set_slot(dev, ino);

	if (set->slot[i].ino == ino && set->slot[i].dev == dev)
		set->slot[i].ino = 0;
}

#endif
