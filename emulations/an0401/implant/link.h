/* How an implant reaches its peer, and nobody else; and how it tells what it sent. */
#ifndef EMULATION_LINK_H
#define EMULATION_LINK_H

#include <stddef.h>
#include <stdint.h>

/* Shared with the peer; 32 bytes. */
extern const uint8_t emulation_key[];

/*
 * A socket that is connected to the peer: type SOCK_STREAM or SOCK_DGRAM. Ends the program with 64 unless the address
 * is loopback, RFC 1918 or a unique local one (fc00::/7), or the path of a proxy's unix socket, which is waited for.
 */
int link_open(const char *address, const char *port, int type);
/* The same refusal alone. */
void link_refuse_others(const char *address);
/* Writes all of it in one send, and tells on descriptor 3 that a payload was sent. */
void link_send(int fd, const uint8_t *bytes, size_t len);
/* Reads exactly so much. @return 0 when the other side closed */
int link_receive(int fd, uint8_t *bytes, size_t len);
/* A line `SECONDS.FRACTION @payload` on descriptor 3. */
void link_tell(void);
/* Ends the program with a word on what failed. */
void link_fail(const char *what);
void link_random(uint8_t *bytes, size_t len);
void link_sleep(double seconds);

#endif
