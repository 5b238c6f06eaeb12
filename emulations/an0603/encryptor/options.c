/* The command line: `encryptor TREE [--NAME=VALUE]…`; the pace and the note's text come with the environment. */
#include "encryptor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool text(const char *argument, const char *name, const char **value)
{
	size_t n = strlen(name);
	if (strncmp(argument, name, n) != 0 || argument[n] != '=')
		return false;
	*value = argument + n + 1;
	return true;
}

static bool number(const char *argument, const char *name, size_t *value)
{
	const char *digits;
	if (!text(argument, name, &digits))
		return false;
	*value = strtoul(digits, NULL, 10);
	return true;
}

struct options parse_options(int argc, char **argv)
{
	const char *rate = getenv("EMULATION_RATE");
	struct options o = {
		.io = "write",
		.read = "read",
		.order = "in-place",
		.stripe = "whole",
		.form = "raw",
		.cipher = "chacha20",
		.through = "path",
		.launch = "plain",
		.suffix = ".locked",
		.note_text = getenv("EMULATION_NOTE"),
		.rate = rate == NULL ? 0 : atof(rate),
	};
	size_t workers = 1, batch = 0, limit = 0, share = 0, shares = 1;
	for (int i = 1; i < argc; i++) {
		const char *a = argv[i];
		if (strncmp(a, "--", 2) != 0)
			o.tree = a;
		else if (strcmp(a, "--threads") == 0)
			o.threads = true;
		else if (strcmp(a, "--note-last") == 0)
			o.note_last = true;
		else if (strcmp(a, "--note-once") == 0)
			o.note_once = true;
		else if (!text(a, "--io", &o.io) && !text(a, "--read", &o.read) && !text(a, "--order", &o.order) &&
			 !text(a, "--stripe", &o.stripe) && !text(a, "--form", &o.form) &&
			 !text(a, "--cipher", &o.cipher) && !text(a, "--through", &o.through) &&
			 !text(a, "--launch", &o.launch) && !text(a, "--aside", &o.aside) &&
			 !text(a, "--suffix", &o.suffix) && !text(a, "--note", &o.note) &&
			 !number(a, "--note-step", &o.note_step) && !number(a, "--footer", &o.footer) &&
			 !number(a, "--chunk", &o.chunk) && !number(a, "--stripe-from", &o.stripe_from) &&
			 !number(a, "--workers", &workers) && !number(a, "--batch", &batch) &&
			 !number(a, "--limit", &limit) && !number(a, "--share", &share) &&
			 !number(a, "--shares", &shares)) {
			fprintf(stderr, "no such option: %s\n", a);
			exit(64);
		}
	}
	if (o.tree == NULL || workers < 1 || workers > 64 || shares < 1) {
		fprintf(stderr, "a tree is needed, 1 to 64 workers, and at least one share\n");
		exit(64);
	}
	o.workers = workers, o.batch = batch, o.limit = limit, o.share = share, o.shares = shares;
	return o;
}
