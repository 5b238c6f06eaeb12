/* Who does the files, how many at a time and how fast; and telling of what was done. */
#define _GNU_SOURCE
#include "encryptor.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Shared by all workers. */
struct queue {
	size_t next;
	struct timespec begun;
};

struct worker {
	const struct options *options;
	const struct files *files;
	struct queue *queue;
};

/* One line in one write, so that workers never mix. Nobody listening is no failure. */
void tell(const char *path)
{
	char line[PATH_MAX + 64];
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	int n = snprintf(line, sizeof(line), "%lld.%09ld %s\n", (long long)now.tv_sec, now.tv_nsec, path);
	if (write(3, line, n) < 0)
		return;
}

/* Until the n-th file's time has come. */
static void wait_turn(const struct worker *worker, size_t n)
{
	if (worker->options->rate <= 0)
		return;
	double after = n / worker->options->rate;
	struct timespec due = worker->queue->begun;
	due.tv_sec += (time_t)after;
	due.tv_nsec += (long)((after - (double)(time_t)after) * 1e9);
	if (due.tv_nsec >= 1000000000)
		due.tv_sec++, due.tv_nsec -= 1000000000;
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
}

/* @returns false when nothing is left to do */
static bool do_one(const struct worker *worker)
{
	size_t n = __atomic_fetch_add(&worker->queue->next, 1, __ATOMIC_RELAXED);
	if (n >= worker->files->count)
		return false;
	struct victim victim = {.told = worker->files->paths[n]};
	victim.inherited = worker->files->held != NULL ? worker->files->held[n] : -1;
	wait_turn(worker, n);
	reach(worker->options, &victim);
	destroy(worker->options, &victim);
	tell(victim.told);
	release(worker->options, &victim);
	return true;
}

static bool ended_well(pid_t child)
{
	int status;
	return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void *do_all(void *argument)
{
	const struct worker *worker = argument;
	int batch = worker->options->batch;
	if (batch == 0) {
		while (do_one(worker))
			;
		return NULL;
	}
	while (worker->queue->next < worker->files->count) {
		pid_t child = fork();
		if (child == 0) {
			for (int i = 0; i < batch && do_one(worker); i++)
				;
			_exit(0);
		}
		if (!ended_well(child))
			exit(1);
	}
	return NULL;
}

/* @returns the exit code */
int work(const struct options *options, const struct files *files)
{
	struct queue *queue = mmap(NULL, sizeof(*queue), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct worker worker = {options, files, queue};
	pthread_t threads[64];
	pid_t children[64];
	int count = options->workers, failed = 0;
	clock_gettime(CLOCK_MONOTONIC, &queue->begun);
	for (int i = 1; i < count; i++) {
		if (options->threads) {
			if (pthread_create(&threads[i], NULL, do_all, &worker) != 0)
				fail("start", "a thread");
		} else if ((children[i] = fork()) == 0) {
			do_all(&worker);
			_exit(0);
		}
	}
	do_all(&worker);
	for (int i = 1; i < count; i++)
		failed += options->threads ? pthread_join(threads[i], NULL) != 0 : !ended_well(children[i]);
	return failed > 0;
}
