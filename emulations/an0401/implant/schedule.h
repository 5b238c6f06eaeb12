/* When a beacon is due: every INTERVAL seconds, give or take JITTER of it, and scaled, so that tests need not wait. */
#ifndef EMULATION_SCHEDULE_H
#define EMULATION_SCHEDULE_H

struct schedule {
	int count;
	double interval; /* s */
	double jitter; /* 0 to 1, either way */
};

/* From `COUNT INTERVAL JITTER`. */
struct schedule schedule_of(char *const args[3]);
/* Sleeps until the next one is due. */
void schedule_wait(const struct schedule *s);
/* What beacon `number` says. @return its length */
int schedule_says(int number, char *text, unsigned room);

#endif
