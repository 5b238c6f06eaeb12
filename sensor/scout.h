/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scout: a child of the sensor that opens the images of other processes and looks into them. It can read
 * any file and do nothing else, so that files made by strangers are read by nobody who may load kernel programs,
 * and so that the stream never waits for a disk.
 *
 * One message a question. An answer comes for an image with cipher functions, with its descriptor, and for one
 * that was searched; none when there is nothing to tell.
 */
#ifndef CIPHERWATCH_SCOUT_H
#define CIPHERWATCH_SCOUT_H

#include <sys/types.h>

#include "elf_symbols.h"
#include "record.h"

enum scout_what {
	SCOUT_FUNCTIONS = 1, /* of the image dev:ino that the process has mapped */
	SCOUT_MAPPED = 2, /* of everything that the process has mapped executable */
	SCOUT_INSTALLED = 3, /* of the libraries that packages installed */
	SCOUT_CONSTANTS = 4, /* search the program file of the process for constants */
};

struct scout_ask {
	struct cw_process process;
	__u64 ino;
	__u64 version; /* the sensor's own: comes back with the answer */
	__u32 dev;
	__u32 what; /* enum scout_what */
};

struct scout_answer {
	struct scout_ask ask; /* dev and ino are the image's */
	__u32 functions;
	__u32 reserved;
	__u64 size;
	__u64 searched;
	__u32 constants; /* enum cw_constant bits */
	__u32 cut;
	struct elf_found found[CW_IMAGE_PROBES];
};

/* Starts the scout; its socket, or -1 when it cannot be had. */
int scout_start(pid_t *pid);

/* False when the question could not be taken now. */
bool scout_send(int fd, const struct scout_ask *ask);

/* Takes an answer when one waits: 1, with *image a descriptor to close or -1; 0 when none; -1 when the scout is gone. */
int scout_take(int fd, struct scout_answer *answer, int *image);

#endif
