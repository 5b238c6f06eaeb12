/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel programs as a thing that can be opened, asked and closed. */
#ifndef CIPHERWATCH_KERNEL_H
#define CIPHERWATCH_KERNEL_H

#include <stdbool.h>
#include <sys/types.h>

#include "record.h"
#include "stream.h"

struct kernel;

/* Loads the programs. On failure returns 0 and has said why, with the remedy, on stderr. */
struct kernel *kernel_open(void);

/* Begins to observe; 0, or a negative errno that has been explained on stderr. */
int kernel_attach(struct kernel *k);

/* Processes that are not observed, with everything that they start from now on. */
void kernel_ignore(struct kernel *k, pid_t pid);

/* enum cw_attached bits. */
__u64 kernel_attached(const struct kernel *k);

/* A descriptor that polls readable when records wait. */
int kernel_poll_fd(const struct kernel *k);

/*
 * Whether the next record makes that descriptor readable. What was written before is not told: drain once
 * more after asking for it, and only then sleep.
 */
void kernel_wake_me(struct kernel *k, bool wake);

/* Moves everything that waits into the stream. */
void kernel_drain(struct kernel *k, struct stream *out);

/* Tells sessions with news; all = true ends every session. */
void kernel_sweep(struct kernel *k, bool all);

/* Fills lost, open sessions and waiting bytes. */
void kernel_status(const struct kernel *k, struct cw_status *status);

/* Descriptors of the snapshot iterators, -1 when not available. The caller closes them. */
int kernel_iterate_tasks(const struct kernel *k);
int kernel_iterate_files(const struct kernel *k);
int kernel_iterate_tcp(const struct kernel *k);

/* Whether cipher functions can be observed here. */
bool kernel_can_observe(const struct kernel *k);

/*
 * Observes n functions of an open image, at these offsets of the file, with these cookies; slot is below CW_IMAGES.
 * A descriptor whose close ends it, or a negative errno.
 */
int kernel_observe(struct kernel *k, unsigned slot, int image, __u32 dev, __u64 ino, const __u64 *offsets,
	const __u64 *cookies, unsigned n);

/* How often functions of that image were called since it was first observed in this slot. */
__u64 kernel_observed_calls(const struct kernel *k, unsigned slot);

/* Slots of images that have been called too often since this was last asked, as bits. */
__u64 kernel_busy_images(struct kernel *k);

/* Says that images are looked into; for kernel_attached. */
void kernel_add_attached(struct kernel *k, __u64 bits);

/* Stops observing; what waits can still be drained. */
void kernel_detach(struct kernel *k);
void kernel_close(struct kernel *k);

#endif
