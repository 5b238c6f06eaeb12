/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto_watch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "image_set.h"
#include "observed_image.h"
#include "scout.h"

struct crypto_watch {
	struct kernel *kernel;
	struct stream *out;
	int scout;
	__u64 left_out; /* questions that the scout could not take */
	__u32 images_left_out;
	__u64 ticked_ns;
	struct image_set asked;
	struct image_set talkers; /* processes whose program was asked about */
	struct observed_image image[CW_IMAGES];
};

struct crypto_watch *crypto_watch_open(struct kernel *k, struct stream *out, int scout)
{
	struct crypto_watch *w = calloc(1, sizeof(*w));
	struct scout_ask installed = {.what = SCOUT_INSTALLED};

	if (!w)
		return 0;
	w->kernel = k;
	w->out = out;
	w->scout = scout;
	w->ticked_ns = clock_boot_ns();
	if (scout >= 0)
		scout_send(scout, &installed);
	return w;
}

int crypto_watch_poll_fd(const struct crypto_watch *w)
{
	return w->scout;
}

/* Asks once about an image; version tells files apart that had one inode after the other. */
static void ask_functions(struct crypto_watch *w, const struct cw_process *process, __u32 dev, __u64 ino, __u64 version)
{
	struct scout_ask ask = {
		.process = *process, .dev = dev, .ino = ino, .version = version, .what = SCOUT_FUNCTIONS};

	if (image_set_has(&w->asked, dev, ino ^ version, version ? IMAGE_SET_FOR_GOOD : IMAGE_SET_LAPSE_NS)) {
		observed_image_user(w->image, dev, ino, process->pid);
		return;
	}
	if (scout_send(w->scout, &ask))
		image_set_add(&w->asked, dev, ino ^ version);
	else
		w->left_out++;
}

static void started(struct crypto_watch *w, const struct cw_process_start *r)
{
	struct scout_ask ask = {.process = r->process, .what = SCOUT_MAPPED};

	if (r->kind != CW_START_SNAPSHOT)
		ask_functions(w, &r->process, r->image_dev, r->image_ino, r->image_mtime_ns);
	else if (!scout_send(w->scout, &ask))
		w->left_out++;
}

/* A program that talks to others is searched for constants of ciphers: they may be part of it. */
static void talked(struct crypto_watch *w, const struct cw_net_session *r)
{
	struct scout_ask ask = {.process = r->process, .what = SCOUT_CONSTANTS};

	if (r->direction == CW_DIRECTION_IN ||
		image_set_has(&w->talkers, r->process.pid, r->process.start_ns, IMAGE_SET_FOR_GOOD))
		return;
	if (scout_send(w->scout, &ask))
		image_set_add(&w->talkers, r->process.pid, r->process.start_ns);
	else
		w->left_out++;
}

void crypto_watch_record(void *context, const struct cw_header *record)
{
	struct crypto_watch *w = context;

	if (w->scout < 0)
		return;
	if (record->type == CW_NET_SESSION)
		talked(w, (const void *)record);
	else if (!kernel_can_observe(w->kernel))
		return;
	else if (record->type == CW_LIBRARY_MAP) {
		const struct cw_library_map *r = (const void *)record;

		ask_functions(w, &r->process, r->dev, r->ino, 0);
	} else if (record->type == CW_PROCESS_START) {
		started(w, (const void *)record);
	}
}

static void tell(struct crypto_watch *w, const struct observed_image *image, __u32 state)
{
	struct cw_image_scan r = {
		.h = {.size = sizeof(r), .type = CW_IMAGE_SCAN, .time_ns = clock_boot_ns()},
		.process = image->process,
		.ino = image->ino,
		.dev = image->dev,
		.state = state,
		.size = image->size,
		.interfaces = image->interfaces,
		.functions = state == CW_SCAN_OBSERVED ? image->functions : 0,
	};

	stream_put(w->out, &r, sizeof(r));
}

static void tell_searched(struct crypto_watch *w, const struct scout_answer *answer)
{
	struct cw_image_scan r = {
		.h = {.size = sizeof(r), .type = CW_IMAGE_SCAN, .time_ns = clock_boot_ns()},
		.process = answer->ask.process,
		.ino = answer->ask.ino,
		.dev = answer->ask.dev,
		.state = CW_SCAN_SEARCHED,
		.size = answer->size,
		.searched = answer->searched,
		.constants = answer->constants,
		.cut = answer->cut,
	};

	stream_put(w->out, &r, sizeof(r));
}

static void observe(struct crypto_watch *w, const struct scout_answer *answer, int fd)
{
	struct observed_image *image = observed_image_find(w->image, answer->ask.dev, answer->ask.ino);

	if (image) { /* asked again since the entry had lapsed */
		observed_image_user(w->image, answer->ask.dev, answer->ask.ino, answer->ask.process.pid);
		close(fd);
		return;
	}
	image = observed_image_free(w->image);
	if (!image) {
		struct observed_image none;

		observed_image_fill(&none, answer, -1);
		w->images_left_out++;
		tell(w, &none, CW_SCAN_LEFT_OUT);
		close(fd);
		return;
	}
	observed_image_fill(image, answer, fd);
	if (observed_image_begin(w->kernel, image, image - w->image))
		tell(w, image, CW_SCAN_OBSERVED);
	else
		observed_image_forget(image);
}

static void take_answers(struct crypto_watch *w)
{
	static struct scout_answer answer;
	int fd, got;

	while (w->scout >= 0 && (got = scout_take(w->scout, &answer, &fd)) != 0) {
		if (got < 0) {
			fprintf(stderr,
				"warning: the scout ended; images that appear from now on are not looked into\n");
			close(w->scout);
			w->scout = -1;
			return;
		}
		if (answer.ask.what == SCOUT_CONSTANTS)
			tell_searched(w, &answer);
		else if (fd >= 0)
			observe(w, &answer, fd);
	}
}

/* The kernel programs have noticed at once what is called too often on one processor; tend_all does so on all of them. */
static void rest_busy(struct crypto_watch *w, __u64 now)
{
	__u64 busy = kernel_busy_images(w->kernel);

	for (unsigned i = 0; busy; i++, busy >>= 1)
		if (busy & 1 && observed_image_rest(&w->image[i], now) == OBSERVED_SUSPENDED)
			tell(w, &w->image[i], CW_SCAN_SUSPENDED);
}

static void tend_all(struct crypto_watch *w, __u64 now, __u64 since)
{
	for (unsigned i = 0; i < CW_IMAGES; i++) {
		struct observed_image *image = &w->image[i];

		switch (observed_image_tend(w->kernel, image, i, now, since)) {
		case OBSERVED_SAME:
			break;
		case OBSERVED_SUSPENDED:
			tell(w, image, CW_SCAN_SUSPENDED);
			break;
		case OBSERVED_RESUMED:
			tell(w, image, CW_SCAN_OBSERVED);
			break;
		case OBSERVED_UNUSED:
			image_set_remove(&w->asked, image->dev, image->ino ^ image->version);
			observed_image_forget(image);
			break;
		}
	}
}

void crypto_watch_tick(struct crypto_watch *w)
{
	__u64 now = clock_boot_ns(), since = now - w->ticked_ns;

	take_answers(w);
	rest_busy(w, now);
	if (since < CW_CALLS_STRETCH_NS)
		return;
	w->ticked_ns = now;
	tend_all(w, now, since);
}

void crypto_watch_status(const struct crypto_watch *w, struct cw_status *status)
{
	status->scans_left_out = w->left_out;
	status->images_left_out = w->images_left_out;
	for (unsigned i = 0; i < CW_IMAGES; i++) {
		status->images_observed += w->image[i].link >= 0 && w->image[i].used;
		status->images_suspended += w->image[i].link < 0 && w->image[i].used;
	}
}
