/* SPDX-License-Identifier: Apache-2.0 */
#include "installed.h"

#include <fcntl.h>
#include <glob.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "probe_table.h"

#define INSTALLED_MAX 24 /* leaves room for images that appear later */

static int opened[INSTALLED_MAX];
static unsigned count, next;

static bool known(const struct stat *st)
{
	for (unsigned i = 0; i < count; i++) {
		struct stat other;

		if (fstat(opened[i], &other) == 0 && other.st_ino == st->st_ino && other.st_dev == st->st_dev)
			return true;
	}
	return false;
}

void installed_open(void)
{
	glob_t found = {0};

	for (unsigned i = 0; probe_libraries[i]; i++)
		glob(probe_libraries[i], i ? GLOB_APPEND : 0, 0, &found);
	for (size_t i = 0; i < found.gl_pathc && count < INSTALLED_MAX; i++) {
		struct stat st;

		if (stat(found.gl_pathv[i], &st) || !S_ISREG(st.st_mode) || known(&st))
			continue;
		opened[count] = open(found.gl_pathv[i], O_RDONLY | O_CLOEXEC);
		if (opened[count] >= 0)
			count++;
	}
	globfree(&found);
}

int installed_next(void)
{
	return next < count ? opened[next++] : -1;
}
