/* SPDX-License-Identifier: Apache-2.0 */
/* Tells what was there before the sensor: processes, sockets in use, and CW_SNAPSHOT_END. */
#ifndef CIPHERWATCH_SNAPSHOT_H
#define CIPHERWATCH_SNAPSHOT_H

#include "kernel.h"
#include "stream.h"

void snapshot_write(struct kernel *k, struct stream *out);

#endif
