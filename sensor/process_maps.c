/* SPDX-License-Identifier: Apache-2.0 */
#include "process_maps.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define READ_MAX (2u << 20) /* bytes of /proc/PID/maps */

/* Reads a number in hexadecimal or decimal up to the character that ends it; 0 when it is not there. */
static const char *number(const char *text, unsigned base, char end, __u64 *value)
{
	*value = 0;
	for (; *text != end; text++) {
		unsigned digit = *text >= '0' && *text <= '9'	? *text - '0'
				 : *text >= 'a' && *text <= 'f' ? *text - 'a' + 10
								: 99;

		if (digit >= base)
			return 0;
		*value = *value * base + digit;
	}
	return text + 1;
}

/* One line: start-end perms offset major:minor inode … */
static bool parse(const char *line, struct process_mapping *m)
{
	__u64 offset, major, minor;
	const char *at = number(line, 16, '-', &m->start);

	at = at ? number(at, 16, ' ', &m->end) : 0;
	if (!at || strnlen(at, 5) < 5 || at[2] != 'x' || at[4] != ' ')
		return false;
	at = number(at + 5, 16, ' ', &offset);
	at = at ? number(at, 16, ':', &major) : 0;
	at = at ? number(at, 16, ' ', &minor) : 0;
	at = at ? number(at, 10, ' ', &m->ino) : 0;
	m->dev = at ? major << 20 | minor : 0;
	return at && m->ino;
}

static unsigned keep(struct process_mapping *mappings, unsigned n, const struct process_mapping *m)
{
	for (unsigned i = 0; i < n; i++)
		if (mappings[i].ino == m->ino && mappings[i].dev == m->dev)
			return n;
	if (n < MAPS_MAX)
		mappings[n++] = *m;
	return n;
}

unsigned maps_read(__u32 pid, struct process_mapping *mappings)
{
	static char buffer[64 * 1024];
	size_t used = 0, total = 0;
	unsigned kept = 0;
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%u/maps", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	while (total < READ_MAX && (n = read(fd, buffer + used, sizeof(buffer) - 1 - used)) > 0) {
		char *line = buffer, *end;

		used += n;
		total += n;
		buffer[used] = 0;
		while ((end = memchr(line, '\n', buffer + used - line))) {
			struct process_mapping m;

			*end = 0;
			if (parse(line, &m))
				kept = keep(mappings, kept, &m);
			line = end + 1;
		}
		used = buffer + used - line;
		if (used == sizeof(buffer) - 1) /* no line is that long */
			break;
		memmove(buffer, line, used);
	}
	close(fd);
	return kept;
}

int maps_open(__u32 pid, const struct process_mapping *m)
{
	char path[96];

	snprintf(path, sizeof(path), "/proc/%u/map_files/%llx-%llx", pid, m->start, m->end);
	return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}
