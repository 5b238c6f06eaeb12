/*
 * Messages under the cipher. A stream begins with the initial value of what is sent; each message is its length
 * (4 bytes, big-endian) and its text, encrypted. The other way the initial value is this one with every bit turned.
 * A datagram is an initial value and one message.
 */
#ifndef EMULATION_FRAMES_H
#define EMULATION_FRAMES_H

#include "cipher.h"

#define FRAME_MAX 65536

struct frames {
	int fd;
	int datagrams;
	int begun;
	uint8_t iv[IV_LEN];
	struct cipher out, in;
};

void frames_begin(struct frames *f, int fd, int datagrams);
void frames_send(struct frames *f, const void *text, size_t len);
/* @return length of the text, which ends with a zero byte; -1 when the other side closed */
int frames_receive(struct frames *f, char *text, size_t room);

#endif
