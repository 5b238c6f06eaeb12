/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cipherwatch-sensor: loads the kernel programs and passes their records on.
 *
 *   stdout  the record stream of event.h
 *   stderr  diagnostics, a line each
 *   stdin   when a pipe or socket: its end ends the sensor
 *
 * Exit codes: 0 asked to end; 1 the reader went away; 2 usage; 3 cannot run here.
 */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "clock.h"
#include "crypto_watch.h"
#include "kernel.h"
#include "privilege.h"
#include "scout.h"
#include "snapshot.h"
#include "stream.h"

#define TICK_MS 150 /* between sweeps */
#define STATUS_MS 1000
#define BATCH_NS 3300000 /* between two looks at the ring buffer while records come */
#define DRAIN_GRACE_MS 700
#define IGNORED_MAX 16

static volatile sig_atomic_t stopping;

static void on_signal(int number)
{
	(void)number;
	stopping = 1;
	stream_hurry(DRAIN_GRACE_MS);
}

struct options {
	pid_t ignored[IGNORED_MAX];
	unsigned ignored_count;
	__u64 restarts;
};

static long number(const char *text, const char *name)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (*end || end == text || value < 0) {
		fprintf(stderr, "--%s wants a number, not '%s'\n", name, text);
		exit(2);
	}
	return value;
}

static struct options parse(int argc, char **argv)
{
	static const struct option long_options[] = {
		{"ignore-pid", required_argument, 0, 'i'}, {"restarts", required_argument, 0, 'r'}, {0, 0, 0, 0}};
	struct options o = {};
	int c;

	while ((c = getopt_long(argc, argv, "", long_options, 0)) != -1) {
		if (c == 'r') {
			o.restarts = number(optarg, "restarts");
		} else if (c == 'i' && o.ignored_count < IGNORED_MAX) {
			o.ignored[o.ignored_count++] = number(optarg, "ignore-pid");
		} else {
			fprintf(stderr, "usage: cipherwatch-sensor [--ignore-pid PID]... [--restarts N]\n");
			exit(2);
		}
	}
	return o;
}

static void put_hello(const struct kernel *k, struct stream *out, __u64 restarts)
{
	struct cw_hello hello = {
		.h = {.size = sizeof(hello), .type = CW_HELLO},
		.magic = "CIPHERWATCH\n",
		.contract_major = CW_CONTRACT_MAJOR,
		.contract_minor = CW_CONTRACT_MINOR,
		.sensor_pid = getpid(),
		.restarts = restarts,
	};
	struct utsname name;
	FILE *boot_id = fopen("/proc/sys/kernel/random/boot_id", "re");

	hello.attached = kernel_attached(k);
	hello.h.time_ns = clock_boot_ns();
	hello.realtime_ns = clock_ns(CLOCK_REALTIME);
	if (boot_id) {
		if (fgets(hello.boot_id, sizeof(hello.boot_id), boot_id))
			hello.boot_id[strcspn(hello.boot_id, "\n")] = 0;
		fclose(boot_id);
	}
	gethostname(hello.hostname, sizeof(hello.hostname) - 1);
	if (uname(&name) == 0) {
		snprintf(hello.kernel, sizeof(hello.kernel), "%.*s", (int)sizeof(hello.kernel) - 1, name.release);
		snprintf(hello.machine, sizeof(hello.machine), "%.*s", (int)sizeof(hello.machine) - 1, name.machine);
	}
	stream_put(out, &hello, sizeof(hello));
	stream_flush(out);
}

static void put_status(const struct kernel *k, const struct crypto_watch *w, struct stream *out)
{
	struct cw_status status = {.h = {.size = sizeof(status), .type = CW_STATUS}};

	kernel_status(k, &status);
	crypto_watch_status(w, &status);
	status.lost[CW_LOSS_PIPE] = stream_refused(out);
	status.records = out->records;
	status.h.time_ns = clock_boot_ns();
	stream_put(out, &status, sizeof(status));
}

/* Whether the end of stdin means anything: only when somebody holds its other end. */
static bool watch_stdin(void)
{
	struct stat st;

	return fstat(0, &st) == 0 && (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
}

static bool stdin_ended(const struct pollfd *p)
{
	char sink[64];
	ssize_t n;

	if (!(p->revents & (POLLIN | POLLHUP | POLLERR)))
		return false;
	n = read(0, sink, sizeof(sink));
	return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

/*
 * Sleeps until there may be something to do: a batch's time while records come, else until the kernel
 * programs wake it, which costs whoever they observe.
 */
static void rest(struct kernel *k, struct stream *out, struct pollfd p[3], bool busy)
{
	struct timespec batch = {.tv_nsec = BATCH_NS};
	__u64 before = out->records;

	if (!busy) {
		kernel_wake_me(k, true);
		kernel_drain(k, out); /* what came before it took effect */
		if (out->records == before)
			poll(p, 3, TICK_MS);
		kernel_wake_me(k, false);
		if (!(p[0].revents & POLLIN))
			return;
	}
	ppoll(p + 1, 2, &batch, 0);
}

static void pump(struct kernel *k, struct crypto_watch *w, struct stream *out)
{
	struct pollfd p[3] = {
		{.fd = kernel_poll_fd(k), .events = POLLIN},
		{.fd = watch_stdin() ? 0 : -1, .events = POLLIN},
		{.events = POLLIN},
	};
	__u64 next_sweep = 0, next_status = 0;
	bool busy = false;

	while (!stopping && !out->broken) {
		__u64 now = clock_boot_ns(), before = out->records;

		if (now >= next_sweep) {
			kernel_sweep(k, false);
			next_sweep = now + TICK_MS * 1000000ULL;
		}
		if (now >= next_status) {
			kernel_drain(k, out);
			put_status(k, w, out);
			stream_flush(out); /* the engine's tick does not wait for the next record */
			next_status = now + STATUS_MS * 1000000ULL;
		}
		p[0].revents = p[1].revents = p[2].revents = 0;
		p[2].fd = crypto_watch_poll_fd(w);
		rest(k, out, p, busy);
		if (stdin_ended(&p[1]))
			break;
		kernel_drain(k, out);
		crypto_watch_tick(w);
		stream_flush(out);
		busy = out->records != before;
	}
}

static void finish(struct kernel *k, const struct crypto_watch *w, struct stream *out)
{
	kernel_sweep(k, true);
	kernel_detach(k);
	kernel_drain(k, out);
	put_status(k, w, out);
	stream_flush(out);
}

int main(int argc, char **argv)
{
	static struct stream out = {.fd = 1};
	struct sigaction action = {.sa_handler = on_signal};
	struct options o = parse(argc, argv);
	struct crypto_watch *w;
	struct kernel *k;
	pid_t scout_pid;
	int scout;

	sigaction(SIGTERM, &action, 0);
	sigaction(SIGINT, &action, 0);
	signal(SIGPIPE, SIG_IGN);
	if (geteuid() != 0) {
		fprintf(stderr, "cannot observe the kernel without root; run it as root\n");
		return 3;
	}
	scout = scout_start(&scout_pid);
	k = kernel_open();
	if (!k)
		return 3;
	if (scout >= 0)
		kernel_ignore(k, scout_pid);
	for (unsigned i = 0; i < o.ignored_count; i++)
		kernel_ignore(k, o.ignored[i]);
	if (kernel_attach(k))
		return 3;
	if (scout >= 0)
		kernel_add_attached(k, CW_ATTACHED_IMAGE_SCAN);
	w = crypto_watch_open(k, &out, scout);
	if (!w)
		return 3;
	put_hello(k, &out, o.restarts);
	out.tap = crypto_watch_record;
	out.tap_context = w;
	snapshot_write(k, &out);
	if (privilege_drop())
		fprintf(stderr, "warning: could not give up capabilities: %s\n", strerror(errno));
	pump(k, w, &out);
	stream_hurry(DRAIN_GRACE_MS);
	finish(k, w, &out);
	kernel_close(k);
	return stopping || !out.broken ? 0 : 1;
}
