/* A program that somebody compiled: asks a named web server over TLS, once. own HOST PATH */
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	static const unsigned char protocols[] = "\x08http/1.1";
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	BIO *bio = BIO_new_ssl_connect(context);
	char text[1024];
	SSL *ssl;
	int got, all = 0;

	if (argc != 3)
		return 2;
	SSL_CTX_set_default_verify_paths(context);
	BIO_get_ssl(bio, &ssl);
	SSL_set_verify(ssl, SSL_VERIFY_PEER, NULL);
	SSL_set_tlsext_host_name(ssl, argv[1]);
	SSL_set_alpn_protos(ssl, protocols, sizeof(protocols) - 1);
	snprintf(text, sizeof(text), "%s:443", argv[1]);
	BIO_set_conn_hostname(bio, text);
	if (BIO_do_connect(bio) != 1)
		return 1;
	snprintf(text, sizeof(text), "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", argv[2], argv[1]);
	BIO_write(bio, text, (int)strlen(text));
	while ((got = BIO_read(bio, text, sizeof(text))) > 0)
		all += got;
	return all > 0 ? 0 : 1;
}
