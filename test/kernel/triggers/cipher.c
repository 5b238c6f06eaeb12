/* SPDX-License-Identifier: Apache-2.0 */
/* Sets up ciphers of OpenSSL in the ways that programs do. Arguments: the library, ms to wait, what to do, how often. */
#include <dlfcn.h>
#include <unistd.h>

#include "scenario.h"

static void *library;
static unsigned char key[64] = "not a secret", iv[16], in[64], out[128];
static int times;

/* A function of the library that was opened, so that no header of any version is needed. */
#define F(result, name, ...) ((result(*)(__VA_ARGS__))symbol(#name))

static void *symbol(const char *name)
{
	void *found = dlsym(library, name);

	REQUIRE(found);
	return found;
}

#define EVP_CIPHER_CTX_new F(void *, EVP_CIPHER_CTX_new, void)
#define EVP_CipherUpdate F(int, EVP_CipherUpdate, void *, void *, int *, const void *, int)
#define EVP_CipherInit_ex F(int, EVP_CipherInit_ex, void *, const void *, void *, const void *, const void *, int)
#define EVP_CipherInit_ex2 F(int, EVP_CipherInit_ex2, void *, const void *, const void *, const void *, int, void *)
#define EVP_EncryptInit F(int, EVP_EncryptInit, void *, const void *, const void *, const void *)
#define EVP_EncryptInit_ex F(int, EVP_EncryptInit_ex, void *, const void *, void *, const void *, const void *)
#define EVP_DecryptInit_ex2 F(int, EVP_DecryptInit_ex2, void *, const void *, const void *, const void *, void *)
#define EVP_CIPHER_fetch F(void *, EVP_CIPHER_fetch, void *, const char *, const char *)
#define EVP_Digest F(int, EVP_Digest, const void *, size_t, void *, unsigned *, const void *, void *)
#define OSSL_PROVIDER_load F(void *, OSSL_PROVIDER_load, void *, const char *)
#define RAND_bytes F(int, RAND_bytes, void *, int)
#define CIPHER(name) F(const void *, name, void)()

static void *context(void)
{
	void *c = EVP_CIPHER_CTX_new();

	REQUIRE(c);
	return c;
}

static void must(int ok)
{
	REQUIRE(ok == 1);
}

static void run(void *c)
{
	int n;

	must(EVP_CipherUpdate(c, out, &n, in, sizeof(in)));
}

/* The usual way: cipher, key and vector at once, through the wrapper. */
static void aes_encrypt(void)
{
	void *c = context();

	for (int i = 0; i < times; i++) {
		must(EVP_EncryptInit_ex(c, CIPHER(EVP_aes_256_cbc), 0, key, iv));
		run(c);
	}
}

static void aes_decrypt(void)
{
	void *c = context();

	for (int i = 0; i < times; i++)
		must(EVP_DecryptInit_ex2(c, CIPHER(EVP_aes_128_ctr), key, iv, 0));
}

/* In two calls: the second knows no cipher. */
static void two_calls(void)
{
	void *c = context();

	for (int i = 0; i < times; i++) {
		must(EVP_CipherInit_ex(c, CIPHER(EVP_aes_192_gcm), 0, 0, 0, 1));
		must(EVP_CipherInit_ex(c, 0, 0, key, iv, 1));
		run(c);
	}
}

static void rc4(void)
{
	void *c = context();

	if (!OSSL_PROVIDER_load(0, "legacy"))
		exit(CANNOT);
	for (int i = 0; i < times; i++)
		must(EVP_EncryptInit(c, CIPHER(EVP_rc4), key, 0));
	run(c);
}

static void fetched(void)
{
	void *cipher = EVP_CIPHER_fetch(0, "ChaCha20", 0);
	void *c = context();

	for (int i = 0; i < times; i++)
		must(EVP_CipherInit_ex2(c, cipher, key, iv, 1, 0));
}

/* Random numbers come out of AES, and are no encryption. */
static void generator(void)
{
	for (int i = 0; i < times; i++)
		must(RAND_bytes(out, sizeof(out)));
}

/* A digest is none either. */
static void digest(void)
{
	unsigned n;

	for (int i = 0; i < times; i++)
		must(EVP_Digest(in, sizeof(in), out, &n, CIPHER(EVP_sha256), 0));
}

int main(int argc, char **argv)
{
	static const struct scenario scenarios[] = {
		SCENARIO(aes_encrypt),
		SCENARIO(aes_decrypt),
		SCENARIO(two_calls),
		SCENARIO(rc4),
		SCENARIO(fetched),
		SCENARIO(generator),
		SCENARIO(digest),
	};

	REQUIRE(argc == 5);
	library = dlopen(argv[1], RTLD_NOW);
	if (!library)
		return CANNOT;
	usleep(atoi(argv[2]) * 1000);
	times = atoi(argv[4]);
	RUN_SCENARIO(scenarios, argv[3]);
	return 0;
}
