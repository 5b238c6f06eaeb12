#include "link.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

const uint8_t emulation_key[] = "cipherwatch emulation key 000001";

void link_fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

static int own4(uint32_t a)
{
	return a >> 24 == 127 || a >> 24 == 10 || a >> 20 == 0xac1 || a >> 16 == 0xc0a8;
}

static int own6(const struct in6_addr *a)
{
	return IN6_IS_ADDR_LOOPBACK(a) || (a->s6_addr[0] & 0xfe) == 0xfc;
}

void link_refuse_others(const char *address)
{
	struct in_addr v4;
	struct in6_addr v6;

	if (inet_pton(AF_INET, address, &v4) == 1 && own4(ntohl(v4.s_addr)))
		return;
	if (inet_pton(AF_INET6, address, &v6) == 1 && own6(&v6))
		return;
	fprintf(stderr, "%s is not a test's address\n", address);
	exit(64);
}

/* A proxy on this host; it is the proxy that has the address. */
static int open_proxy(const char *path, int type)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, type, 0);

	socklen_t len = sizeof(to);

	strncpy(to.sun_path, path, sizeof(to.sun_path) - 1);
	if (path[0] == '@') { /* an abstract name, which ends by its length */
		to.sun_path[0] = 0;
		len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
	}
	for (int i = 0; i < 50; i++) {
		if (connect(fd, (struct sockaddr *)&to, len) == 0)
			return fd;
		link_sleep(0.1);
	}
	link_fail(path);
	return -1;
}

int link_open(const char *address, const char *port, int type)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port)) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = v4.sin_port };
	int is6 = strchr(address, ':') != NULL;
	struct timeval patience = { .tv_sec = 15 };
	int one = 1;
	int fd;

	if (address[0] == '/' || address[0] == '@')
		return open_proxy(address, type);
	link_refuse_others(address);
	inet_pton(AF_INET, address, &v4.sin_addr);
	inet_pton(AF_INET6, address, &v6.sin6_addr);
	fd = socket(is6 ? AF_INET6 : AF_INET, type, 0);
	if (fd < 0 || connect(fd, is6 ? (void *)&v6 : (void *)&v4, is6 ? sizeof(v6) : sizeof(v4)) < 0)
		link_fail("connect");
	if (type == SOCK_DGRAM)
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (type == SOCK_STREAM)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return fd;
}

void link_tell(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	dprintf(3, "%lld.%06ld @payload\n", (long long)now.tv_sec, now.tv_nsec / 1000);
}

void link_send(int fd, const uint8_t *bytes, size_t len)
{
	while (len > 0) {
		ssize_t done = send(fd, bytes, len, MSG_NOSIGNAL);

		if (done < 0)
			link_fail("send");
		bytes += done;
		len -= (size_t)done;
	}
	link_tell();
}

int link_receive(int fd, uint8_t *bytes, size_t len)
{
	while (len > 0) {
		ssize_t done = recv(fd, bytes, len, 0);

		if (done < 0)
			link_fail("recv");
		if (done == 0)
			return 0;
		bytes += done;
		len -= (size_t)done;
	}
	return 1;
}

void link_random(uint8_t *bytes, size_t len)
{
	if (getrandom(bytes, len, 0) != (ssize_t)len)
		link_fail("getrandom");
}

void link_sleep(double seconds)
{
	struct timespec left = { .tv_sec = (time_t)seconds };

	left.tv_nsec = (long)((seconds - (double)left.tv_sec) * 1e9);
	while (nanosleep(&left, &left) < 0 && errno == EINTR)
		;
}
