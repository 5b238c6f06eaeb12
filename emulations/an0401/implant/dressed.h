/*
 * Messages in datagrams that are dressed as something else: a head, an initial value, then the message under the cipher (its
 * length in 4 bytes and its text), and padding.
 */
#ifndef EMULATION_DRESSED_H
#define EMULATION_DRESSED_H

#include <stddef.h>
#include <stdint.h>

#define DRESSED_MAX 9216

/* @return length of what is now at `bytes`, at least `least` */
size_t dressed_seal(uint8_t *bytes, size_t head, const char *text, size_t len, size_t least);
/* @return length of the text; -1 when it cannot be read */
int dressed_open(uint8_t *bytes, size_t size, size_t head, char *text, size_t room);

#endif
