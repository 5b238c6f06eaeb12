/* SPDX-License-Identifier: Apache-2.0 */
#include "stream.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

static int hurry_ms = -1; /* wait for as long as it takes */
static __u64 refused;

void stream_hurry(int grace_ms)
{
	hurry_ms = grace_ms;
}

__u64 stream_refused(const struct stream *s)
{
	(void)s;
	return refused;
}

static void give_up(struct stream *s)
{
	s->broken = true;
	s->used = 0;
}

void stream_flush(struct stream *s)
{
	size_t done = 0;

	while (done < s->used && !s->broken) {
		struct pollfd p = {.fd = s->fd, .events = POLLOUT};
		ssize_t n;
		int ready = poll(&p, 1, hurry_ms < 0 ? 1000 : hurry_ms);

		if (ready == 0 && hurry_ms >= 0) {
			refused++;
			give_up(s);
			return;
		}
		if (ready <= 0)
			continue; /* a signal, or a slow reader: the ring buffer holds on meanwhile */
		if (p.revents & (POLLERR | POLLNVAL)) {
			give_up(s);
			return;
		}
		n = write(s->fd, s->buffer + done, s->used - done);
		if (n > 0)
			done += n;
		else if (n < 0 && errno != EAGAIN && errno != EINTR)
			give_up(s);
	}
	s->used = 0;
}

void stream_put(struct stream *s, const void *record, size_t size)
{
	struct cw_header *h;

	if (s->broken) {
		refused++;
		return;
	}
	if (size > sizeof(s->buffer) - s->used)
		stream_flush(s);
	if (s->broken || size > sizeof(s->buffer))
		return;
	memcpy(s->buffer + s->used, record, size);
	h = (struct cw_header *)(s->buffer + s->used);
	h->seq = s->records++;
	s->used += size;
	if (s->tap)
		s->tap(s->tap_context, record);
}
