/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps the cipher functions of images observed: asks the scout about what processes map, observes what it finds,
 * and takes a rest from an image whose functions are called so often that watching costs too much.
 */
#ifndef CIPHERWATCH_CRYPTO_WATCH_H
#define CIPHERWATCH_CRYPTO_WATCH_H

#include "kernel.h"
#include "stream.h"

struct crypto_watch;

/* Starts with what is installed and what runs; 0 when memory is short. */
struct crypto_watch *crypto_watch_open(struct kernel *k, struct stream *out, int scout);

/* A descriptor that polls readable when the scout has answered; -1 when there is none. */
int crypto_watch_poll_fd(const struct crypto_watch *w);

/* Looks at a record on its way into the stream; context is the watch. */
void crypto_watch_record(void *context, const struct cw_header *record);

/* Takes answers, and looks after what is observed; called a few times a second at least. */
void crypto_watch_tick(struct crypto_watch *w);

void crypto_watch_status(const struct crypto_watch *w, struct cw_status *status);

#endif
