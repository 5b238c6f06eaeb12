/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CIPHERWATCH_READ_ONLY_FILTER_H
#define CIPHERWATCH_READ_ONLY_FILTER_H

/* From now on any other system call than those of reading ends the process. 0, or -1 with errno. */
int read_only_filter(void);

#endif
