/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Only functions that set up a cipher: they are called once per key or message, where the ones that move data
 * may be called for every block. Of functions that call one another the innermost is taken, so that nothing is
 * counted twice; where a compiler may have inlined it, the outer ones are taken too and marked as wrappers.
 *
 * Seen in: OpenSSL 3.0 and 3.5, libgcrypt 1.10, GnuTLS 3.7, nettle 3.8, mbed TLS 2.28, libsodium 1.0.18, wolfSSL 5.5.
 */
#include "probe_table.h"

#include "probe.h"

#define OPENSSL CW_CRYPTO_OPENSSL
#define GCRYPT CW_CRYPTO_LIBGCRYPT
#define GNUTLS CW_CRYPTO_GNUTLS
#define NETTLE CW_CRYPTO_NETTLE
#define MBEDTLS CW_CRYPTO_MBEDTLS
#define SODIUM CW_CRYPTO_LIBSODIUM
#define WOLFSSL CW_CRYPTO_WOLFSSL

#define AES CW_CIPHER_AES
#define CHACHA20 CW_CIPHER_CHACHA20
#define RC4 CW_CIPHER_RC4
#define SALSA20 CW_CIPHER_SALSA20

#define ENCRYPTS (WAY_WRAPPER | WAY_ENCRYPT)
#define DECRYPTS (WAY_WRAPPER | WAY_DECRYPT)

const struct probe_function probe_functions[] = {
	{"EVP_CipherInit", COOKIE(OPENSSL, SHAPE_EVP_INIT, 0, 0, 0)},
	{"EVP_CipherInit_ex", COOKIE(OPENSSL, SHAPE_EVP_INIT_EX, 0, 0, 0)},
	{"EVP_CipherInit_ex2", COOKIE(OPENSSL, SHAPE_EVP_INIT, 0, 0, 0)},
	{"EVP_EncryptInit", COOKIE(OPENSSL, SHAPE_EVP_INIT, ENCRYPTS, 0, 0)},
	{"EVP_EncryptInit_ex", COOKIE(OPENSSL, SHAPE_EVP_INIT_EX, ENCRYPTS, 0, 0)},
	{"EVP_EncryptInit_ex2", COOKIE(OPENSSL, SHAPE_EVP_INIT, ENCRYPTS, 0, 0)},
	{"EVP_DecryptInit", COOKIE(OPENSSL, SHAPE_EVP_INIT, DECRYPTS, 0, 0)},
	{"EVP_DecryptInit_ex", COOKIE(OPENSSL, SHAPE_EVP_INIT_EX, DECRYPTS, 0, 0)},
	{"EVP_DecryptInit_ex2", COOKIE(OPENSSL, SHAPE_EVP_INIT, DECRYPTS, 0, 0)},
	{"EVP_AEAD_CTX_init", COOKIE(OPENSSL, SHAPE_BYTES_4, 0, 0, 0)}, /* BoringSSL */
	{"AES_set_encrypt_key", COOKIE(OPENSSL, SHAPE_BITS_2, WAY_ENCRYPT, AES, 0)},
	{"AES_set_decrypt_key", COOKIE(OPENSSL, SHAPE_BITS_2, WAY_DECRYPT, AES, 0)},
	{"RC4_set_key", COOKIE(OPENSSL, SHAPE_BYTES_2, 0, RC4, 0)},
	{"BF_set_key", COOKIE(OPENSSL, SHAPE_BYTES_2, 0, CW_CIPHER_BLOWFISH, 0)},

	{"gcry_cipher_open", COOKIE(GCRYPT, SHAPE_ALGORITHM, 0, 0, 0)},

	{"gnutls_cipher_init", COOKIE(GNUTLS, SHAPE_ALGORITHM, 0, 0, 0)},
	{"gnutls_aead_cipher_init", COOKIE(GNUTLS, SHAPE_ALGORITHM, 0, 0, 0)},

	/* the ones that set a key for decryption call these */
	{"nettle_aes128_set_encrypt_key", COOKIE(NETTLE, SHAPE_FIXED, 0, AES, 128)},
	{"nettle_aes192_set_encrypt_key", COOKIE(NETTLE, SHAPE_FIXED, 0, AES, 192)},
	{"nettle_aes256_set_encrypt_key", COOKIE(NETTLE, SHAPE_FIXED, 0, AES, 256)},
	{"nettle_chacha_set_key", COOKIE(NETTLE, SHAPE_FIXED, 0, CHACHA20, 256)},
	{"nettle_arcfour_set_key", COOKIE(NETTLE, SHAPE_BYTES_2, 0, RC4, 0)},
	{"nettle_salsa20_256_set_key", COOKIE(NETTLE, SHAPE_FIXED, 0, SALSA20, 256)},
	{"nettle_blowfish_set_key", COOKIE(NETTLE, SHAPE_BYTES_2, 0, CW_CIPHER_BLOWFISH, 0)},
	{"nettle_camellia128_set_encrypt_key", COOKIE(NETTLE, SHAPE_FIXED, 0, CW_CIPHER_CAMELLIA, 128)},
	{"nettle_camellia256_set_encrypt_key", COOKIE(NETTLE, SHAPE_FIXED, 0, CW_CIPHER_CAMELLIA, 256)},
	{"nettle_serpent_set_key", COOKIE(NETTLE, SHAPE_BYTES_2, 0, CW_CIPHER_SERPENT, 0)},
	{"nettle_twofish_set_key", COOKIE(NETTLE, SHAPE_BYTES_2, 0, CW_CIPHER_TWOFISH, 0)},
	{"nettle_des3_set_key", COOKIE(NETTLE, SHAPE_FIXED, 0, CW_CIPHER_TRIPLE_DES, 192)},

	{"mbedtls_aes_setkey_enc", COOKIE(MBEDTLS, SHAPE_BITS_3, 0, AES, 0)}, /* setkey_dec calls it */
	{"mbedtls_chacha20_setkey", COOKIE(MBEDTLS, SHAPE_FIXED, 0, CHACHA20, 256)},
	{"mbedtls_arc4_setup", COOKIE(MBEDTLS, SHAPE_BYTES_3, 0, RC4, 0)},
	{"mbedtls_blowfish_setkey", COOKIE(MBEDTLS, SHAPE_BITS_3, 0, CW_CIPHER_BLOWFISH, 0)},
	{"mbedtls_camellia_setkey_enc", COOKIE(MBEDTLS, SHAPE_BITS_3, 0, CW_CIPHER_CAMELLIA, 0)},

	{"crypto_secretbox_easy", COOKIE(SODIUM, SHAPE_LENGTH_3, WAY_ENCRYPT, SALSA20, 256)},
	{"crypto_secretbox_open_easy", COOKIE(SODIUM, SHAPE_LENGTH_3, WAY_DECRYPT, SALSA20, 256)},
	{"crypto_stream_xsalsa20_xor", COOKIE(SODIUM, SHAPE_LENGTH_3, 0, SALSA20, 256)},
	{"crypto_stream_chacha20_xor", COOKIE(SODIUM, SHAPE_LENGTH_3, 0, CHACHA20, 256)},
	{"crypto_stream_chacha20_ietf_xor", COOKIE(SODIUM, SHAPE_LENGTH_3, 0, CHACHA20, 256)},
	{"crypto_aead_chacha20poly1305_encrypt", COOKIE(SODIUM, SHAPE_LENGTH_4, WAY_ENCRYPT, CHACHA20, 256)},
	{"crypto_aead_chacha20poly1305_ietf_encrypt", COOKIE(SODIUM, SHAPE_LENGTH_4, WAY_ENCRYPT, CHACHA20, 256)},
	{"crypto_aead_xchacha20poly1305_ietf_encrypt", COOKIE(SODIUM, SHAPE_LENGTH_4, WAY_ENCRYPT, CHACHA20, 256)},
	{"crypto_aead_aes256gcm_encrypt", COOKIE(SODIUM, SHAPE_LENGTH_4, WAY_ENCRYPT, AES, 256)},
	{"crypto_secretstream_xchacha20poly1305_init_push", COOKIE(SODIUM, SHAPE_FIXED, WAY_ENCRYPT, CHACHA20, 256)},
	{"crypto_secretstream_xchacha20poly1305_init_pull", COOKIE(SODIUM, SHAPE_FIXED, WAY_DECRYPT, CHACHA20, 256)},

	{"wc_AesSetKey", COOKIE(WOLFSSL, SHAPE_BYTES_3, 0, AES, 0)},
	{"wc_AesGcmSetKey", COOKIE(WOLFSSL, SHAPE_BYTES_3, 0, AES, 0)},
	{"wc_Chacha_SetKey", COOKIE(WOLFSSL, SHAPE_BYTES_3, 0, CHACHA20, 0)},
	{"wc_Arc4SetKey", COOKIE(WOLFSSL, SHAPE_BYTES_3, 0, RC4, 0)},
};

const unsigned probe_function_count = sizeof(probe_functions) / sizeof(*probe_functions);

#define ANYWHERE(name) \
	"/usr/lib/" name ".so.*", "/usr/lib64/" name ".so.*", "/usr/lib/*-linux-gnu/" name ".so.*", "/lib/" name ".so.*"

const char *const probe_libraries[] = {
	ANYWHERE("libcrypto"),
	ANYWHERE("libgcrypt"),
	ANYWHERE("libgnutls"),
	ANYWHERE("libnettle"),
	ANYWHERE("libmbedcrypto"),
	ANYWHERE("libsodium"),
	ANYWHERE("libwolfssl"),
	0,
};
