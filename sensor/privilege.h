/* SPDX-License-Identifier: Apache-2.0 */
/* Gives up every right that is not needed once the programs are attached. */
#ifndef CIPHERWATCH_PRIVILEGE_H
#define CIPHERWATCH_PRIVILEGE_H

/* Keeps CAP_BPF and CAP_PERFMON for sweeping and observing images, and never gains anything again. 0, or -1 with errno. */
int privilege_drop(void);

/*
 * For a process that only reads: keeps what opening other processes' images takes (CAP_DAC_READ_SEARCH,
 * CAP_SYS_PTRACE, CAP_CHECKPOINT_RESTORE), and from then on may make a dozen system calls, none of which writes to
 * anything but its own descriptors. 0, or -1 with errno: then it must not go on.
 */
int privilege_read_only(void);

#endif
