/* SPDX-License-Identifier: Apache-2.0 */
#include "observed_image.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"

#define REST_NS 10000000000ULL /* the first rest; each one that follows closely is twice as long */
#define REST_MAX_NS 300000000000ULL
#define UNUSED_NS 10000000000ULL /* since the last call, until its users are looked at */

struct observed_image *observed_image_find(struct observed_image *images, __u32 dev, __u64 ino)
{
	for (unsigned i = 0; i < CW_IMAGES; i++)
		if (images[i].used && images[i].ino == ino && images[i].dev == dev)
			return &images[i];
	return 0;
}

struct observed_image *observed_image_free(struct observed_image *images)
{
	for (unsigned i = 0; i < CW_IMAGES; i++)
		if (!images[i].used)
			return &images[i];
	return 0;
}

void observed_image_user(struct observed_image *images, __u32 dev, __u64 ino, pid_t pid)
{
	struct observed_image *image = observed_image_find(images, dev, ino);

	if (image && !image->installed)
		image->user[image->users++ % IMAGE_USERS] = pid;
}

void observed_image_fill(struct observed_image *image, const struct scout_answer *answer, int fd)
{
	memset(image, 0, sizeof(*image));
	image->used = true;
	image->fd = fd;
	image->link = -1;
	image->installed = answer->ask.what == SCOUT_INSTALLED;
	image->process = answer->ask.process;
	image->ino = answer->ask.ino;
	image->version = answer->ask.version;
	image->dev = answer->ask.dev;
	image->size = answer->size;
	image->functions = answer->functions;
	image->called_ns = clock_boot_ns();
	for (unsigned i = 0; i < answer->functions; i++) {
		image->interfaces |= 1u << COOKIE_INTERFACE(answer->found[i].cookie);
		image->offset[i] = answer->found[i].offset;
		image->cookie[i] = answer->found[i].cookie;
	}
	if (!image->installed)
		image->user[image->users++] = answer->ask.process.pid;
}

bool observed_image_begin(struct kernel *k, struct observed_image *image, unsigned slot)
{
	__u64 cookies[CW_IMAGE_PROBES];

	for (unsigned i = 0; i < image->functions; i++)
		cookies[i] = image->cookie[i] | COOKIE_OF_IMAGE(slot);
	image->calls = kernel_observed_calls(k, slot);
	image->link = kernel_observe(
		k, slot, image->fd, image->dev, image->ino, image->offset, cookies, image->functions);
	if (image->link < 0)
		fprintf(stderr, "warning: cannot observe the cipher functions of an image (%x:%llu): %s\n", image->dev,
			image->ino, strerror(-image->link));
	return image->link >= 0;
}

static void suspend(struct observed_image *image)
{
	if (image->link >= 0)
		close(image->link);
	image->link = -1;
}

void observed_image_forget(struct observed_image *image)
{
	suspend(image);
	if (image->fd >= 0)
		close(image->fd);
	image->used = false;
}

/* Whether any of the latest processes that mapped it is still there. */
static bool has_users(const struct observed_image *image)
{
	for (unsigned i = 0; i < image->users && i < IMAGE_USERS; i++)
		if (kill(image->user[i], 0) == 0 || errno == EPERM)
			return true;
	return false;
}

static bool unused(const struct observed_image *image, __u64 now)
{
	struct stat st;

	if (now - image->called_ns < UNUSED_NS)
		return false;
	if (image->installed) /* kept for its next user, unless it was replaced */
		return fstat(image->fd, &st) == 0 && st.st_nlink == 0;
	return !has_users(image);
}

static void *close_link(void *link)
{
	close((int)(long)link);
	return 0;
}

/*
 * Taking probes out waits for every process that has the image mapped: 25 ms as a rule, minutes where one of many sensors on a busy machine had to
 * give up on one of them. The stream does not wait for it.
 */
static void suspend_aside(struct observed_image *image)
{
	pthread_t thread;
	int link = image->link;

	image->link = -1;
	if (pthread_create(&thread, 0, close_link, (void *)(long)link))
		close(link);
	else
		pthread_detach(thread);
}

enum observed_change observed_image_rest(struct observed_image *image, __u64 now)
{
	if (!image->used || image->link < 0)
		return OBSERVED_SAME;
	/* a second time soon after a rest: it goes on like that */
	image->rest_ns = now - image->resume_ns < REST_NS && image->rest_ns ? image->rest_ns * 2 : REST_NS;
	if (image->rest_ns > REST_MAX_NS)
		image->rest_ns = REST_MAX_NS;
	image->resume_ns = now + image->rest_ns;
	image->called_ns = now;
	suspend_aside(image);
	return OBSERVED_SUSPENDED;
}

enum observed_change observed_image_tend(
	struct kernel *k, struct observed_image *image, unsigned slot, __u64 now, __u64 since_ns)
{
	__u64 calls, more;

	if (!image->used)
		return OBSERVED_SAME;
	if (unused(image, now))
		return OBSERVED_UNUSED;
	if (image->link < 0) {
		if (now < image->resume_ns)
			return OBSERVED_SAME;
		return observed_image_begin(k, image, slot) ? OBSERVED_RESUMED : OBSERVED_UNUSED;
	}
	calls = kernel_observed_calls(k, slot);
	more = calls - image->calls;
	image->calls = calls;
	if (more)
		image->called_ns = now;
	if (more * 1000 < CW_CALLS_A_SECOND * (since_ns / 1000000))
		return OBSERVED_SAME;
	return observed_image_rest(image, now);
}
