/* SPDX-License-Identifier: Apache-2.0 */
/* The outgoing record stream: numbers records, gathers them, and writes them to the engine. */
#ifndef CIPHERWATCH_STREAM_H
#define CIPHERWATCH_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "record.h"

struct stream {
	int fd;
	bool broken; /* the reader is gone */
	__u64 records;
	size_t used;
	/* Shown every record that is put; may be 0. */
	void (*tap)(void *context, const struct cw_header *record);
	void *tap_context;
	unsigned char buffer[256 * 1024];
};

/* Takes a copy of a record; header.size must be right. */
void stream_put(struct stream *s, const void *record, size_t size);

/* Writes what is gathered. Waits for the reader, but not after *stop has been set for grace_ms. */
void stream_flush(struct stream *s);

/* From now on a reader that does not read is given up after this long; what is left counts as lost. */
void stream_hurry(int grace_ms);

/* Records that could not be written. */
__u64 stream_refused(const struct stream *s);

#endif
