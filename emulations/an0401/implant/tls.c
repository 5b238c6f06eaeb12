#include "tls.h"

#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "link.h"

struct tls {
	SSL *ssl;
	int fd;
};

static void offer(SSL *ssl, const char *protocols)
{
	uint8_t wire[256];
	char copy[128], *rest = copy;
	size_t len = 0;

	snprintf(copy, sizeof(copy), "%s", protocols);
	for (char *one = strsep(&rest, ","); one; one = strsep(&rest, ",")) {
		size_t size = strlen(one);

		wire[len] = (uint8_t)size;
		memcpy(wire + len + 1, one, size);
		len += 1 + size;
	}
	SSL_set_alpn_protos(ssl, wire, (unsigned)len);
}

struct tls *tls_open(const char *address, const char *port, const char *name, const char *alpn)
{
	static SSL_CTX *context;
	struct tls *t = calloc(1, sizeof(*t));

	if (!context)
		context = SSL_CTX_new(TLS_client_method());
	t->fd = link_open(address, port, SOCK_STREAM);
	t->ssl = SSL_new(context);
	if (strcmp(name, "-") != 0)
		SSL_set_tlsext_host_name(t->ssl, name);
	if (strcmp(alpn, "-") != 0)
		offer(t->ssl, alpn);
	SSL_set_fd(t->ssl, t->fd);
	if (SSL_connect(t->ssl) != 1)
		link_fail("handshake");
	return t;
}

void tls_send(struct tls *t, const void *text, size_t len)
{
	uint8_t *bytes = malloc(4 + len);

	for (int i = 0; i < 4; i++)
		bytes[i] = (uint8_t)(len >> (24 - 8 * i));
	memcpy(bytes + 4, text, len);
	if (SSL_write(t->ssl, bytes, (int)(4 + len)) <= 0)
		link_fail("send");
	free(bytes);
	link_tell();
}

static int exactly(SSL *ssl, uint8_t *bytes, size_t len)
{
	while (len > 0) {
		int done = SSL_read(ssl, bytes, (int)len);

		if (done <= 0)
			return 0;
		bytes += done;
		len -= (size_t)done;
	}
	return 1;
}

int tls_receive(struct tls *t, char *text, size_t room)
{
	uint8_t head[4];
	size_t len;

	if (!exactly(t->ssl, head, 4))
		return -1;
	len = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
	if (len >= room || !exactly(t->ssl, (uint8_t *)text, len))
		return -1;
	text[len] = 0;
	return (int)len;
}

void tls_close(struct tls *t)
{
	SSL_shutdown(t->ssl);
	SSL_free(t->ssl);
	close(t->fd);
	free(t);
}
