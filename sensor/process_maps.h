/* SPDX-License-Identifier: Apache-2.0 */
/* What a process has mapped executable, from /proc: numbers that the kernel prints, and nothing by name. */
#ifndef CIPHERWATCH_PROCESS_MAPS_H
#define CIPHERWATCH_PROCESS_MAPS_H

#include <stdbool.h>

#include "record.h"

#define MAPS_MAX 256 /* executable mappings of one process */

struct process_mapping {
	__u64 start, end;
	__u64 ino;
	__u32 dev; /* kernel encoding */
};

/* How many of a process's executable file mappings were read, at most MAPS_MAX; different files only. */
unsigned maps_read(__u32 pid, struct process_mapping *mappings);

/* Opens the mapped file itself, wherever its name leads by now; -1 when it is gone. */
int maps_open(__u32 pid, const struct process_mapping *mapping);

#endif
