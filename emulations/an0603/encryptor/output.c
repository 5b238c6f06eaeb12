/* What is to be left of a file: which ranges are encrypted, and in which form. */
#include "encryptor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct range *stripes(const char *stripe, size_t length, size_t *count)
{
	struct range *ranges = calloc(MAX_RANGES, sizeof(*ranges));
	size_t on = length, off = 0, percent, first = 0;
	*count = 0;
	if (sscanf(stripe, "head:%zu", &on) == 1) {
		off = length;
	} else if (sscanf(stripe, "tail:%zu", &first) == 1) {
		on = length, off = 0;
	} else if (sscanf(stripe, "spread:%zu:%zu", &off, &percent) == 2 && off > 0) {
		size_t step = length / off + 1;
		on = step * percent / 100 + 1;
		off = step > on ? step - on : 0;
	} else if (sscanf(stripe, "every:%zu:%zu", &on, &off) != 2) {
		on = length, off = 0;
	}
	for (size_t at = first; at < length && *count < MAX_RANGES; at += on + off) {
		ranges[*count] = (struct range){at, at + on < length ? on : length - at};
		*count += 1;
		if (on + off == 0)
			break;
	}
	return ranges;
}

static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void to_base64(struct output *output)
{
	const unsigned char *from = output->bytes;
	size_t length = output->length, n = 0;
	unsigned char *text = malloc((length + 2) / 3 * 4 + 1);
	for (size_t i = 0; i < length; i += 3) {
		uint32_t three = from[i] << 16 | (i + 1 < length ? from[i + 1] << 8 : 0) |
				 (i + 2 < length ? from[i + 2] : 0);
		for (int k = 0; k < 4; k++)
			text[n++] = i + k > length ? '=' : DIGITS[three >> (18 - 6 * k) & 63];
	}
	free(output->bytes);
	output->bytes = text;
	output->length = n;
}

static void to_hex(struct output *output)
{
	char *text = malloc(output->length * 2 + 1);
	for (size_t i = 0; i < output->length; i++)
		sprintf(text + 2 * i, "%02x", output->bytes[i]);
	free(output->bytes);
	output->bytes = (unsigned char *)text;
	output->length *= 2;
}

/* The bytes before and behind are put around what there is. */
static void surround(struct output *output, const char *before, size_t b, size_t behind, const unsigned char nonce[12])
{
	unsigned char *bytes = calloc(1, b + output->length + behind + 1);
	memcpy(bytes, before, b);
	memcpy(bytes + b, output->bytes, output->length);
	/* a wrapped key is random to whoever cannot unwrap it */
	chacha20(bytes + b + output->length, behind, (size_t)1 << 36, nonce);
	free(output->bytes);
	output->bytes = bytes;
	output->length += b + behind;
}

struct output transform(const struct options *options, const char *told, const unsigned char *plain, size_t length)
{
	static const char KEY[] = "emulated-key!";
	struct output output = {malloc(length + 1), length, NULL, 0};
	unsigned char nonce[12];
	const char *form = options->form;
	nonce_of(told, nonce);
	memcpy(output.bytes, plain, length);
	output.ranges = stripes(length < options->stripe_from ? "whole" : options->stripe, length, &output.count);
	for (size_t i = 0; i < output.count; i++) {
		struct range range = output.ranges[i];
		unsigned char *at = output.bytes + range.from;
		if (strcmp(form, "flip") == 0)
			for (size_t k = 0; k < range.length; k++)
				at[k] = ~at[k];
		else if (strcmp(form, "xor") == 0)
			for (size_t k = 0; k < range.length; k++)
				at[k] ^= KEY[(range.from + k) % 13];
		else if (strcmp(options->cipher, "aes") == 0)
			aes256ctr(at, range.length, range.from, nonce);
		else
			chacha20(at, range.length, range.from, nonce);
	}
	bool moved = false;
	if (strcmp(form, "base64") == 0) {
		to_base64(&output);
		moved = true;
	} else if (strcmp(form, "hex") == 0) {
		to_hex(&output);
		moved = true;
	} else if (strcmp(form, "gzip") == 0) {
		/* a header that says what does not follow */
		static const char HEADER[16] = "\x1f\x8b\x08\x00\x12\x34\x56\x65\x00\x03";
		surround(&output, HEADER, 10, 0, nonce);
		moved = true;
	} else if (strcmp(form, "salted") == 0) {
		char header[16] = "Salted__";
		memcpy(header + 8, nonce, 8);
		surround(&output, header, 16, 0, nonce);
		moved = true;
	}
	if (moved) {
		output.ranges[0] = (struct range){0, output.length};
		output.count = 1;
	}
	if (options->footer > 0) {
		size_t end = output.length;
		surround(&output, "", 0, options->footer, nonce);
		if (output.count == MAX_RANGES)
			fail("too many stripes", told);
		output.ranges[output.count++] = (struct range){end, options->footer};
	}
	return output;
}

void free_output(struct output *output)
{
	free(output->bytes);
	free(output->ranges);
}
