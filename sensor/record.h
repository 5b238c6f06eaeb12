/* SPDX-License-Identifier: Apache-2.0 */
/* The wire contract as user space sees it. */
#ifndef CIPHERWATCH_RECORD_H
#define CIPHERWATCH_RECORD_H

#include <linux/types.h>

#include "event.h"

#endif
