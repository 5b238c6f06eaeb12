/* SPDX-License-Identifier: Apache-2.0 */
/* One image whose cipher functions are observed, and the reasons to stop. */
#ifndef CIPHERWATCH_OBSERVED_IMAGE_H
#define CIPHERWATCH_OBSERVED_IMAGE_H

#include "kernel.h"
#include "scout.h"

#define IMAGE_USERS 16

struct observed_image {
	bool used;
	bool installed; /* looked for before anybody mapped it */
	int fd; /* of the image */
	int link; /* -1 while suspended */
	struct cw_process process; /* on whose account */
	__u64 ino;
	__u64 version; /* as it was asked about */
	__u64 size;
	__u32 dev;
	__u32 interfaces; /* bits */
	unsigned functions;
	__u64 offset[CW_IMAGE_PROBES];
	__u64 cookie[CW_IMAGE_PROBES];
	__u64 calls; /* so far */
	__u64 called_ns; /* when there were some */
	__u64 resume_ns;
	__u64 rest_ns; /* how long the last rest was */
	pid_t user[IMAGE_USERS]; /* the latest */
	unsigned users;
};

enum observed_change {
	OBSERVED_SAME,
	OBSERVED_SUSPENDED,
	OBSERVED_RESUMED,
	OBSERVED_UNUSED, /* to be forgotten: holding it any longer would keep its file system busy */
};

struct observed_image *observed_image_find(struct observed_image *images, __u32 dev, __u64 ino);

/* A place that is not used; 0 when there is none. */
struct observed_image *observed_image_free(struct observed_image *images);

/* Notes that a process has the image mapped. */
void observed_image_user(struct observed_image *images, __u32 dev, __u64 ino, pid_t pid);

/* Takes over the descriptor. */
void observed_image_fill(struct observed_image *image, const struct scout_answer *answer, int fd);

bool observed_image_begin(struct kernel *k, struct observed_image *image, unsigned slot);
void observed_image_forget(struct observed_image *image);

/* Gives it a rest: it was called too often. */
enum observed_change observed_image_rest(struct observed_image *image, __u64 now);

/* What has become of it since the last look, since_ns ago. */
enum observed_change observed_image_tend(
	struct kernel *k, struct observed_image *image, unsigned slot, __u64 now, __u64 since_ns);

#endif
