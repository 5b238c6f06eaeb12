/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CIPHERWATCH_CLOCK_H
#define CIPHERWATCH_CLOCK_H

#include <time.h>

#include "record.h"

static inline __u64 clock_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

/* The clock of every record. */
static inline __u64 clock_boot_ns(void)
{
	return clock_ns(CLOCK_BOOTTIME);
}

#endif
