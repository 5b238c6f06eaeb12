#include "schedule.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "link.h"

struct schedule schedule_of(char *const args[3])
{
	char *rest;
	struct schedule s = { .count = atoi(args[0]), .growth = 1 };

	s.interval = strtod(args[1], &rest);
	if (*rest == 'x')
		s.growth = strtod(rest + 1, NULL);
	else if (*rest == ',')
		s.other = strtod(rest + 1, NULL);
	s.jitter = strtod(args[2], &rest);
	if (*rest == '+')
		s.pad = (unsigned)atoi(rest + 1);
	return s;
}

static double random_share(void)
{
	uint32_t dice;

	link_random((uint8_t *)&dice, sizeof(dice));
	return (double)dice / UINT32_MAX;
}

void schedule_wait(struct schedule *s)
{
	double now = s->interval;

	link_sleep(now * (1 + s->jitter * (2 * random_share() - 1)));
	s->interval = (s->other > 0 ? s->other : now) * s->growth;
	if (s->other > 0)
		s->other = now;
}

int schedule_says(const struct schedule *s, int number, char *text, unsigned room)
{
	int len = snprintf(text, room, "beacon %d host=host user=root os=linux arch=amd64 pid=4242 uptime=%d sleep=60 jitter=50 ", number,
			   1000 + number * 60);
	unsigned more = (unsigned)(s->pad * random_share());

	if (more > room - 1 - (unsigned)len)
		more = room - 1 - (unsigned)len;
	memset(text + len, '.', more);
	text[len + (int)more] = 0;
	return len + (int)more;
}
