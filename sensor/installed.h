/* SPDX-License-Identifier: Apache-2.0 */
/* Crypto libraries where packages install them, so that their first user is seen from its first call. */
#ifndef CIPHERWATCH_INSTALLED_H
#define CIPHERWATCH_INSTALLED_H

/* Opens what is there; before rights are given up. */
void installed_open(void);

/* The next one's descriptor, which the caller closes; -1 after the last. */
int installed_next(void);

#endif
