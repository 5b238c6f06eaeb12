#include "schedule.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "link.h"

struct schedule schedule_of(char *const args[3])
{
	return (struct schedule){ .count = atoi(args[0]), .interval = atof(args[1]), .jitter = atof(args[2]) };
}

void schedule_wait(const struct schedule *s)
{
	uint32_t dice;

	link_random((uint8_t *)&dice, sizeof(dice));
	link_sleep(s->interval * (1 + s->jitter * (2.0 * dice / UINT32_MAX - 1)));
}

int schedule_says(int number, char *text, unsigned room)
{
	return snprintf(text, room, "beacon %d host=host user=root os=linux arch=amd64 pid=4242 uptime=%d sleep=60 jitter=50", number,
			1000 + number * 60);
}
