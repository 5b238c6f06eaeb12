/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CIPHERWATCH_SCOUT_WORK_H
#define CIPHERWATCH_SCOUT_WORK_H

/* Answers questions until the other end of the socket is closed. */
void scout_work(int fd);

#endif
