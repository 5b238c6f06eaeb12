/* Base64 with padding (RFC 4648 section 4). */
#ifndef EMULATION_BASE64_H
#define EMULATION_BASE64_H

#include <stddef.h>
#include <stdint.h>

/* text: room for 4 characters for each 3 bytes begun, and a zero. @return its length */
size_t base64_encode(const uint8_t *bytes, size_t len, char *text);
/* Stops at the first character that is none of it. @return bytes written */
size_t base64_decode(const char *text, uint8_t *bytes, size_t room);

#endif
