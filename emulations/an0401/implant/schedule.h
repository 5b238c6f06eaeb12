/* When a beacon is due: every INTERVAL seconds, give or take JITTER of it, and scaled, so that tests need not wait. */
#ifndef EMULATION_SCHEDULE_H
#define EMULATION_SCHEDULE_H

struct schedule {
	int count;
	double interval; /* s; the next one */
	double growth; /* of each interval over the one before */
	double other; /* s: takes turns with the first; 0 for none */
	double jitter; /* 0 to 1, either way */
	unsigned pad; /* bytes at most that are added at random */
};

/* From `COUNT INTERVAL[xGROWTH|,OTHER] JITTER[+PAD]`. */
struct schedule schedule_of(char *const args[3]);
/* Sleeps until the next one is due. */
void schedule_wait(struct schedule *s);
/* What beacon `number` says, padded with dots. @return its length */
int schedule_says(const struct schedule *s, int number, char *text, unsigned room);

#endif
