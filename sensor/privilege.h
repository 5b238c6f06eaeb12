/* SPDX-License-Identifier: Apache-2.0 */
/* Once attached, the sensor needs little: this gives the rest away for good. */
#ifndef CIPHERWATCH_PRIVILEGE_H
#define CIPHERWATCH_PRIVILEGE_H

/* Keeps CAP_BPF and CAP_PERFMON only. 0, or -1 with errno. */
int privilege_drop(void);

#endif
