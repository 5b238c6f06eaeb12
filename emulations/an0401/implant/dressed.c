#include "dressed.h"

#include <string.h>

#include "cipher.h"
#include "link.h"

size_t dressed_seal(uint8_t *bytes, size_t head, const char *text, size_t len, size_t least)
{
	uint8_t *at = bytes + head;
	size_t total = head + IV_LEN + 4 + len;
	struct cipher c;

	link_random(at, IV_LEN);
	cipher_begin(&c, emulation_key, at);
	at += IV_LEN;
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(len >> (24 - 8 * i));
	memcpy(at + 4, text, len);
	if (total < least) {
		memset(at + 4 + len, 0, least - total);
		total = least;
	}
	cipher_apply(&c, at, total - head - IV_LEN);
	return total;
}

int dressed_open(uint8_t *bytes, size_t size, size_t head, char *text, size_t room)
{
	uint8_t *at = bytes + head + IV_LEN;
	struct cipher c;
	size_t len;

	if (size < head + IV_LEN + 4)
		return -1;
	cipher_begin(&c, emulation_key, bytes + head);
	cipher_apply(&c, at, size - head - IV_LEN);
	len = (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
	if (len >= room || len > size - head - IV_LEN - 4)
		return -1;
	memcpy(text, at + 4, len);
	text[len] = 0;
	return (int)len;
}
