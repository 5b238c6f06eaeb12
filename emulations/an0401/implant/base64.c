#include "base64.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t base64_encode(const uint8_t *bytes, size_t len, char *text)
{
	char *at = text;

	for (size_t i = 0; i < len; i += 3) {
		uint32_t three = (uint32_t)bytes[i] << 16;

		if (i + 1 < len)
			three |= (uint32_t)bytes[i + 1] << 8;
		if (i + 2 < len)
			three |= bytes[i + 2];
		*at++ = alphabet[three >> 18];
		*at++ = alphabet[three >> 12 & 63];
		*at++ = i + 1 < len ? alphabet[three >> 6 & 63] : '=';
		*at++ = i + 2 < len ? alphabet[three & 63] : '=';
	}
	*at = 0;
	return (size_t)(at - text);
}

size_t base64_decode(const char *text, uint8_t *bytes, size_t room)
{
	uint32_t held = 0;
	unsigned bits = 0;
	size_t len = 0;

	for (; *text; text++) {
		const char *found = strchr(alphabet, *text);

		if (!found || len == room)
			break;
		held = held << 6 | (uint32_t)(found - alphabet);
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			bytes[len++] = (uint8_t)(held >> bits);
		}
	}
	return len;
}
