/* SPDX-License-Identifier: Apache-2.0 */
#include "snapshot.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"

/* The largest record of an iterator, and room for a read behind it. */
static unsigned char buffer[2 * 64 * 1024];

/* Appends the arguments of a running process, which the kernel program could not reach. */
static void put_start(struct stream *out, const struct cw_process_start *r)
{
	static struct cw_process_start full;
	char path[64];
	ssize_t n = 0;
	int fd;

	memset(&full, 0, sizeof(full));
	memcpy(&full, r, offsetof(struct cw_process_start, argv));
	snprintf(path, sizeof(path), "/proc/%u/cmdline", r->process.pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, full.argv, CW_ARGV_MAX);
		close(fd);
	}
	if (n < 0)
		n = 0;
	if (n == CW_ARGV_MAX)
		full.path_flags |= CW_PATH_CUT;
	full.argv_len = n;
	full.h.size = offsetof(struct cw_process_start, argv) + n;
	stream_put(out, &full, full.h.size);
}

/* Passes on what an iterator gives, and counts it by type. */
static void put_records(int fd, struct stream *out, unsigned counts[CW_STDIO_CHANGE + 1])
{
	size_t used = 0;
	ssize_t n;

	if (fd < 0)
		return;
	while ((n = read(fd, buffer + used, sizeof(buffer) / 2)) > 0) {
		size_t done = 0;

		used += n;
		while (used - done >= sizeof(struct cw_header)) {
			const struct cw_header *h = (const void *)(buffer + done);

			if (h->size < sizeof(*h) || h->size > used - done)
				break;
			if (h->type == CW_PROCESS_START)
				put_start(out, (const void *)h);
			else
				stream_put(out, h, h->size);
			done += h->size;
			if (h->type <= CW_STDIO_CHANGE)
				counts[h->type]++;
		}
		memmove(buffer, buffer + done, used - done);
		used -= done;
	}
	close(fd);
}

void snapshot_write(struct kernel *k, struct stream *out)
{
	struct cw_snapshot_end end = {.h = {.size = sizeof(end), .type = CW_SNAPSHOT_END}};

	unsigned counts[CW_STDIO_CHANGE + 1] = {0};

	put_records(kernel_iterate_tcp(k), out, counts); /* first: it tells which ports listen */
	put_records(kernel_iterate_tasks(k), out, counts);
	put_records(kernel_iterate_files(k), out, counts);
	end.processes = counts[CW_PROCESS_START];
	end.files = counts[CW_FILE_SESSION];
	end.sockets = counts[CW_NET_SESSION];
	end.h.time_ns = clock_boot_ns();
	stream_put(out, &end, sizeof(end));
	stream_flush(out);
}
