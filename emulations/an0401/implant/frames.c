#include "frames.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "link.h"

void frames_begin(struct frames *f, int fd, int datagrams)
{
	uint8_t turned[IV_LEN];

	f->fd = fd;
	f->datagrams = datagrams;
	f->begun = 0;
	link_random(f->iv, IV_LEN);
	for (int i = 0; i < IV_LEN; i++)
		turned[i] = (uint8_t)~f->iv[i];
	cipher_begin(&f->out, emulation_key, f->iv);
	cipher_begin(&f->in, emulation_key, turned);
}

void frames_send(struct frames *f, const void *text, size_t len)
{
	static uint8_t bytes[IV_LEN + 4 + FRAME_MAX];
	size_t head = f->begun ? 0 : IV_LEN;

	if (len > FRAME_MAX)
		exit(65);
	if (f->datagrams) {
		head = IV_LEN;
		link_random(f->iv, IV_LEN);
		cipher_begin(&f->out, emulation_key, f->iv);
	}
	memcpy(bytes, f->iv, head);
	for (int i = 0; i < 4; i++)
		bytes[head + (size_t)i] = (uint8_t)(len >> (24 - 8 * i));
	memcpy(bytes + head + 4, text, len);
	cipher_apply(&f->out, bytes + head, 4 + len);
	link_send(f->fd, bytes, head + 4 + len);
	f->begun = 1;
}

static int receive_datagram(struct frames *f, char *text, size_t room)
{
	uint8_t bytes[IV_LEN + 4 + 2048];
	ssize_t got = recv(f->fd, bytes, sizeof(bytes), 0);
	size_t len = got < IV_LEN + 4 ? 0 : (size_t)got - IV_LEN - 4;

	if (got < IV_LEN + 4 || len >= room)
		return -1;
	cipher_begin(&f->in, emulation_key, bytes);
	cipher_apply(&f->in, bytes + IV_LEN, 4 + len);
	memcpy(text, bytes + IV_LEN + 4, len);
	text[len] = 0;
	return (int)len;
}

int frames_receive(struct frames *f, char *text, size_t room)
{
	uint8_t head[4];
	size_t len;

	if (f->datagrams)
		return receive_datagram(f, text, room);
	if (!link_receive(f->fd, head, 4))
		return -1;
	cipher_apply(&f->in, head, 4);
	len = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
	if (len >= room || !link_receive(f->fd, (uint8_t *)text, len))
		return -1;
	cipher_apply(&f->in, (uint8_t *)text, len);
	text[len] = 0;
	return (int)len;
}
