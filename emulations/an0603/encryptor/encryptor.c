/* From the command line to the end of the work. */
#include "encryptor.h"

#include <stdio.h>
#include <stdlib.h>
#include <errno.h>
#include <string.h>

_Noreturn void fail(const char *what, const char *on)
{
	fprintf(stderr, "cannot %s %s: %s\n", what, on, strerror(errno));
	exit(1);
}

int encrypt_tree(int argc, char **argv)
{
	struct options options = parse_options(argc, argv);
	struct files files = list_files(&options);
	launch(&options, argv);
	if (!options.note_last)
		drop_notes(&options, &files);
	enter(&options, &files);
	int code = work(&options, &files);
	if (options.note_last)
		drop_notes(&options, &files);
	return code;
}
