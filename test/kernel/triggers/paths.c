/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls that change names: paths CALL FROM [TO], in a directory of its own. The variants with a
 * directory descriptor are given the parent of the working directory, so that FROM and TO must begin with its name.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "report.h"

static const char *from, *to;
static int up;

static int call(const char *name)
{
#define IS(text) (strcmp(name, text) == 0)
	if (IS("rename"))
		return syscall(SYS_rename, from, to);
	if (IS("renameat"))
		return syscall(SYS_renameat, up, from, up, to);
	if (IS("renameat2"))
		return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
	if (IS("renameat2_exchange"))
		return syscall(SYS_renameat2, up, from, up, to, RENAME_EXCHANGE);
	if (IS("link"))
		return syscall(SYS_link, from, to);
	if (IS("linkat"))
		return syscall(SYS_linkat, up, from, up, to, 0);
	if (IS("symlink"))
		return syscall(SYS_symlink, from, to);
	if (IS("symlinkat"))
		return syscall(SYS_symlinkat, from, up, to);
	if (IS("unlink"))
		return syscall(SYS_unlink, from);
	if (IS("unlinkat"))
		return syscall(SYS_unlinkat, up, from, 0);
	if (IS("unlinkat_directory"))
		return syscall(SYS_unlinkat, up, from, AT_REMOVEDIR);
	if (IS("rmdir"))
		return syscall(SYS_rmdir, from);
	if (IS("truncate"))
		return syscall(SYS_truncate, from, 4321L);
	return -2;
}

static void key_place(const char *key, const char *path)
{
	struct stat st;

	REQUIRE(stat(path, &st) == 0);
	printf("\"%s\":{\"dev\":%u,\"ino\":\"%llu\"},", key, KERNEL_DEV(st.st_dev), (unsigned long long)st.st_ino);
}

int main(int argc, char **argv)
{
	int result;

	REQUIRE(argc >= 3);
	from = argv[2];
	to = argc > 3 ? argv[3] : "";
	up = open("..", O_RDONLY | O_DIRECTORY);
	REQUIRE(up >= 0);
	result = call(argv[1]);
	printf("{");
	key_int("pid", getpid());
	key_int("result", result);
	key_place("cwd", ".");
	key_place("up", "..");
	key_place("root", "/");
	key_text("from", from);
	key_text("to", to);
	printf("\"end\":1}\n");
	return 0;
}
