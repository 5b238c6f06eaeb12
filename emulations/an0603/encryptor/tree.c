/* The files of a tree, and the notes that are left in it. */
#define _GNU_SOURCE
#include "encryptor.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool ends(const char *name, const char *suffix)
{
	size_t a = strlen(name), b = strlen(suffix);
	return b > 0 && a >= b && strcmp(name + a - b, suffix) == 0;
}

static void append(char ***list, size_t *count, const char *path)
{
	*list = realloc(*list, (*count + 1) * sizeof(**list));
	(*list)[(*count)++] = strdup(path);
}

static void walk(const struct options *options, const char *directory, struct files *files)
{
	struct dirent **entries;
	int n = scandir(directory, &entries, NULL, alphasort);
	if (n < 0)
		fail("list", directory);
	append(&files->directories, &files->directory_count, directory);
	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;
		char path[PATH_MAX];
		struct stat status;
		snprintf(path, sizeof(path), "%s/%s", directory, name);
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, MARKER) == 0 ||
			(options->note != NULL && strcmp(name, options->note) == 0) || lstat(path, &status) < 0)
			;
		else if (S_ISDIR(status.st_mode))
			walk(options, path, files);
		else if (S_ISREG(status.st_mode) && !ends(name, options->suffix))
			append(&files->paths, &files->count, path);
		free(entries[i]);
	}
	free(entries);
}

/* Refuses a tree that emulations/corpus.ts did not make. */
struct files list_files(const struct options *options)
{
	struct files all = {0}, mine = {0};
	char marker[PATH_MAX];
	snprintf(marker, sizeof(marker), "%s/%s", options->tree, MARKER);
	if (access(marker, F_OK) < 0) {
		fprintf(stderr, "%s is not a marked emulation tree\n", options->tree);
		exit(64);
	}
	walk(options, options->tree, &all);
	for (size_t i = 0; i < all.count; i++)
		if ((int)(hash_of(all.paths[i]) % options->shares) == options->share &&
			(options->limit == 0 || (int)mine.count < options->limit))
			append(&mine.paths, &mine.count, all.paths[i]);
	mine.directories = all.directories;
	mine.directory_count = all.directory_count;
	return mine;
}

void drop_notes(const struct options *options, const struct files *files)
{
	const char *text = options->note_text;
	if (options->note == NULL || text == NULL)
		return;
	for (size_t i = 0; i < (options->note_once ? 1 : files->directory_count); i++) {
		char path[PATH_MAX];
		size_t length = strlen(text), step = options->note_step > 0 ? options->note_step : length;
		snprintf(path, sizeof(path), "%s/%s", files->directories[i], options->note);
		int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
		if (fd < 0)
			fail("leave a note at", path);
		for (size_t at = 0; at < length; at += step)
			if (write(fd, text + at, at + step < length ? step : length - at) < 0)
				fail("write", path);
		close(fd);
	}
}
