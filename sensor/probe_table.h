/* SPDX-License-Identifier: Apache-2.0 */
/* The cipher functions that are looked for in images: a name, and what a probe on it can tell. */
#ifndef CIPHERWATCH_PROBE_TABLE_H
#define CIPHERWATCH_PROBE_TABLE_H

#include "record.h"

struct probe_function {
	const char *name;
	__u64 cookie; /* probe.h, without the image */
};

extern const struct probe_function probe_functions[];
extern const unsigned probe_function_count;

/* The files that are looked at before anybody maps them: shell patterns of where packages put libraries. */
extern const char *const probe_libraries[];

#endif
