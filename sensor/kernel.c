/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cipherwatch.skel.h"
#include "clock.h"
#include "op.h"
#include "probe.h"
#include "syscall_table.h"

struct kernel {
	struct cipherwatch_bpf *bpf;
	struct ring_buffer *ring;
	struct stream *out;
	__u64 attached;
	int cpus;
};

static char last_words[512];

/* libbpf says much; only the last warning is kept, for the one line that tells why. */
static int remember(enum libbpf_print_level level, const char *format, va_list args)
{
	if (level == LIBBPF_WARN)
		vsnprintf(last_words, sizeof(last_words), format, args);
	if (getenv("CIPHERWATCH_SENSOR_DEBUG"))
		return vfprintf(stderr, format, args);
	return 0;
}

static void complain(const char *what, int err)
{
	char *end = strchr(last_words, '\n');

	if (end)
		*end = 0;
	if (err == -EPERM || err == -EACCES)
		fprintf(stderr,
			"cannot %s: permission denied; run as root, with CAP_BPF and CAP_PERFMON at least (%s)\n", what,
			last_words);
	else if (access("/sys/kernel/btf/vmlinux", R_OK))
		fprintf(stderr,
			"cannot %s: this kernel has no BTF (/sys/kernel/btf/vmlinux); use one built with "
			"CONFIG_DEBUG_INFO_BTF\n",
			what);
	else
		fprintf(stderr, "cannot %s: %s (%s); needs Linux 5.13 or newer\n", what, strerror(-err), last_words);
}

static int on_record(void *context, void *data, size_t size)
{
	struct kernel *k = context;

	stream_put(k->out, data, size);
	return 0;
}

static bool attach(struct kernel *k, struct bpf_program *program, struct bpf_link **link)
{
	*link = bpf_program__attach(program);
	return *link != 0;
}

/*
 * Finds where the direct map and struct page begin, with a page of our own whose content we know.
 * At most 8 × 512 guesses: 512 GiB of memory, and a direct map that begins that far below.
 */
static bool calibrate(struct kernel *k)
{
	__u64 words[2] = {0x6369706865727761, clock_boot_ns()};
	int fd = memfd_create("cipherwatch-calibrate", MFD_CLOEXEC);
	bool found = false;

	if (fd < 0)
		return false;
	if (write(fd, words, sizeof(words)) == sizeof(words)) {
		for (__u64 i = 0; i < 8 && !found; i++) {
			for (__u64 step = 0; step < 512 && !found; step += 64) {
				__u64 context[5] = {fd, words[0], words[1], i, step};
				LIBBPF_OPTS(
					bpf_test_run_opts, options, .ctx_in = context, .ctx_size_in = sizeof(context));

				if (bpf_prog_test_run_opts(bpf_program__fd(k->bpf->progs.calibrate), &options))
					break;
				found = options.retval == 1;
			}
		}
	}
	close(fd);
	return found;
}

/* Programs on tracepoints that this kernel does not have are left out instead of failing the rest. */
static void leave_out(struct bpf_program *program, const char *tracepoint)
{
	struct btf *btf = btf__load_vmlinux_btf();
	char name[96];

	snprintf(name, sizeof(name), "btf_trace_%s", tracepoint);
	if (!btf || btf__find_by_name_kind(btf, name, BTF_KIND_TYPEDEF) < 0)
		bpf_program__set_autoload(program, false);
	btf__free(btf);
}

/* Whether programs may call this function of the running kernel. */
static bool has_function(const char *name)
{
	struct btf *btf = btf__load_vmlinux_btf();
	bool found = btf && btf__find_by_name_kind(btf, name, BTF_KIND_FUNC) > 0;

	btf__free(btf);
	return found;
}

/* The part of union bpf_attr that makes such a link; younger than the headers that this is built with. */
struct multi_uprobe_link {
	__u32 prog_fd, target_fd, attach_type, flags;
	__u64 path, offsets, reference_counters, cookies;
	__u32 count, multi_flags, pid, pad;
};

#define MULTI_UPROBE 48 /* BPF_TRACE_UPROBE_MULTI, since Linux 6.6 */

static int link_uprobes(struct kernel *k, const char *path, const __u64 *offsets, const __u64 *cookies, unsigned n)
{
	struct multi_uprobe_link link = {
		.prog_fd = bpf_program__fd(k->bpf->progs.on_cipher),
		.attach_type = MULTI_UPROBE,
		.path = (__u64)path,
		.offsets = (__u64)offsets,
		.cookies = (__u64)cookies,
		.count = n,
	};
	int fd = syscall(SYS_bpf, BPF_LINK_CREATE, &link, sizeof(link));

	return fd < 0 ? -errno : fd;
}

/* A kernel that knows such links looks for the file first. */
static bool can_link_uprobes(struct kernel *k)
{
	__u64 offset = 1, cookie = 0;
	int fd = link_uprobes(k, "/proc/self/nowhere", &offset, &cookie, 1);

	if (fd >= 0)
		close(fd);
	return fd == -ENOENT;
}

static int attach_all(struct kernel *k)
{
	struct cipherwatch_bpf *b = k->bpf;

	if (!attach(k, b->progs.on_fork, &b->links.on_fork) || !attach(k, b->progs.on_exec, &b->links.on_exec) ||
		!attach(k, b->progs.on_exit, &b->links.on_exit))
		return -errno;
	k->attached |= CW_ATTACHED_PROCESS;
	if (!attach(k, b->progs.on_sys_enter, &b->links.on_sys_enter) ||
		!attach(k, b->progs.on_sys_exit, &b->links.on_sys_exit))
		return -errno;
	k->attached |= CW_ATTACHED_SYSCALLS;
	if (attach(k, b->progs.snapshot_task, &b->links.snapshot_task))
		k->attached |= CW_ATTACHED_SNAPSHOT_TASK;
	if (attach(k, b->progs.snapshot_file, &b->links.snapshot_file))
		k->attached |= CW_ATTACHED_SNAPSHOT_FILE;
	if (attach(k, b->progs.snapshot_tcp, &b->links.snapshot_tcp))
		k->attached |= CW_ATTACHED_SNAPSHOT_TCP;
	if (calibrate(k)) {
		k->attached |= CW_ATTACHED_PAGE_CACHE;
		if (bpf_program__autoload(b->progs.on_dirty) && attach(k, b->progs.on_dirty, &b->links.on_dirty))
			k->attached |= CW_ATTACHED_MAPPED_WRITES;
	}
	if (bpf_program__autoload(b->progs.on_uring_submit) && bpf_program__autoload(b->progs.on_uring_complete) &&
		attach(k, b->progs.on_uring_submit, &b->links.on_uring_submit) &&
		attach(k, b->progs.on_uring_complete, &b->links.on_uring_complete))
		k->attached |= CW_ATTACHED_IO_URING;
	if (can_link_uprobes(k))
		k->attached |= CW_ATTACHED_CIPHER_CALLS;
	return 0;
}

struct kernel *kernel_open(void)
{
	struct kernel *k = calloc(1, sizeof(*k));
	int err;

	if (!k)
		return 0;
	libbpf_set_print(remember);
	k->cpus = libbpf_num_possible_cpus();
	k->bpf = cipherwatch_bpf__open();
	if (!k->bpf) {
		complain("open the kernel programs", -errno);
		free(k);
		return 0;
	}
	cw_fill_syscall_tables((unsigned char *)k->bpf->rodata->op_native, (unsigned char *)k->bpf->rodata->op_i386,
		(unsigned char *)k->bpf->rodata->at_enter);
	k->bpf->rodata->can_peek = has_function("bpf_rdonly_cast");
	leave_out(k->bpf->progs.on_dirty, "writeback_dirty_folio");
	leave_out(k->bpf->progs.on_uring_submit, "io_uring_submit_req");
	leave_out(k->bpf->progs.on_uring_complete, "io_uring_complete");
	bpf_program__set_expected_attach_type(k->bpf->progs.on_cipher, MULTI_UPROBE);
	err = cipherwatch_bpf__load(k->bpf);
	if (err) {
		complain("load the kernel programs", err);
		kernel_close(k);
		return 0;
	}
	k->ring = ring_buffer__new(bpf_map__fd(k->bpf->maps.ring), on_record, k, 0);
	if (!k->ring) {
		complain("open the ring buffer", -errno);
		kernel_close(k);
		return 0;
	}
	kernel_ignore(k, getpid());
	return k;
}

int kernel_attach(struct kernel *k)
{
	int err = attach_all(k);

	if (err)
		complain("attach the kernel programs", err);
	return err;
}

void kernel_ignore(struct kernel *k, pid_t pid)
{
	__u32 key = pid;
	__u8 one = 1;

	bpf_map__update_elem(k->bpf->maps.ignored, &key, sizeof(key), &one, sizeof(one), BPF_ANY);
}

__u64 kernel_attached(const struct kernel *k)
{
	return k->attached;
}

void kernel_add_attached(struct kernel *k, __u64 bits)
{
	k->attached |= bits;
}

bool kernel_can_observe(const struct kernel *k)
{
	return k->attached & CW_ATTACHED_CIPHER_CALLS;
}

int kernel_observe(struct kernel *k, unsigned slot, int image, __u32 dev, __u64 ino, const __u64 *offsets,
	const __u64 *cookies, unsigned n)
{
	struct cw_image_identity identity = {.ino = ino, .dev = dev};
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", image);
	if (bpf_map__update_elem(k->bpf->maps.crypto_images, &slot, sizeof(slot), &identity, sizeof(identity), BPF_ANY))
		return -errno;
	return link_uprobes(k, path, offsets, cookies, n);
}

/* Over all processors, of the number that each value begins with; 0 when it cannot be read. */
static __u64 per_cpu_sum(const struct kernel *k, const struct bpf_map *map, __u32 key)
{
	size_t words = bpf_map__value_size(map) / sizeof(__u64);
	__u64 per_cpu[k->cpus * words], sum = 0;

	if (bpf_map__lookup_elem(map, &key, sizeof(key), per_cpu, sizeof(per_cpu), 0))
		return 0;
	for (int cpu = 0; cpu < k->cpus; cpu++)
		sum += per_cpu[cpu * words];
	return sum;
}

__u64 kernel_observed_calls(const struct kernel *k, unsigned slot)
{
	return per_cpu_sum(k, k->bpf->maps.crypto_calls, slot);
}

__u64 kernel_busy_images(struct kernel *k)
{
	return __atomic_exchange_n(&k->bpf->bss->busy_images, 0, __ATOMIC_SEQ_CST);
}

int kernel_poll_fd(const struct kernel *k)
{
	return ring_buffer__epoll_fd(k->ring);
}

void kernel_wake_me(struct kernel *k, bool wake)
{
	__atomic_store_n(&k->bpf->bss->reader_waits, wake, __ATOMIC_SEQ_CST);
}

void kernel_drain(struct kernel *k, struct stream *out)
{
	k->out = out;
	ring_buffer__consume(k->ring);
}

void kernel_sweep(struct kernel *k, bool all)
{
	__u64 context[1] = {all};
	LIBBPF_OPTS(bpf_test_run_opts, options, .ctx_in = context, .ctx_size_in = sizeof(context));

	bpf_prog_test_run_opts(bpf_program__fd(k->bpf->progs.sweep), &options);
}

static __u64 missed(const struct bpf_program *program)
{
	struct bpf_prog_info info = {};
	__u32 len = sizeof(info);

	if (bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &len))
		return 0;
	return info.recursion_misses;
}

void kernel_status(const struct kernel *k, struct cw_status *status)
{
	for (__u32 reason = 0; reason < CW_LOSS_MAX; reason++)
		status->lost[reason] = per_cpu_sum(k, k->bpf->maps.losses, reason);
	status->crypto_table_full = per_cpu_sum(k, k->bpf->maps.losses, CW_LOSS_MAX);
	status->crypto_uses = k->bpf->bss->crypto_uses;
	status->lost[CW_LOSS_MISSED] = missed(k->bpf->progs.on_sys_enter) + missed(k->bpf->progs.on_sys_exit) +
				       missed(k->bpf->progs.on_fork) + missed(k->bpf->progs.on_exec) +
				       missed(k->bpf->progs.on_exit);
	status->file_sessions = k->bpf->bss->file_sessions;
	status->net_sessions = k->bpf->bss->net_sessions;
}

static int iterate(const struct bpf_link *link)
{
	return link ? bpf_iter_create(bpf_link__fd(link)) : -1;
}

int kernel_iterate_tasks(const struct kernel *k)
{
	return iterate(k->bpf->links.snapshot_task);
}

int kernel_iterate_files(const struct kernel *k)
{
	return iterate(k->bpf->links.snapshot_file);
}

int kernel_iterate_tcp(const struct kernel *k)
{
	return iterate(k->bpf->links.snapshot_tcp);
}

void kernel_detach(struct kernel *k)
{
	cipherwatch_bpf__detach(k->bpf);
}

void kernel_close(struct kernel *k)
{
	ring_buffer__free(k->ring);
	cipherwatch_bpf__destroy(k->bpf);
	free(k);
}
