/* TLS by OpenSSL, linked statically: messages of a length (4 bytes, big-endian) and a text. The certificate is not looked at. */
#ifndef EMULATION_TLS_H
#define EMULATION_TLS_H

#include <stddef.h>

struct tls;

/* name: the server that the hello names; alpn: protocols, comma between; "-" for none */
struct tls *tls_open(const char *address, const char *port, const char *name, const char *alpn);
void tls_send(struct tls *t, const void *text, size_t len);
/* @return length of the text; -1 when the other side closed */
int tls_receive(struct tls *t, char *text, size_t room);
void tls_close(struct tls *t);

#endif
