/* SPDX-License-Identifier: GPL-2.0-only */
/* What was there before the sensor: processes, their writable files and sockets, listening ports. */
#ifndef CIPHERWATCH_SNAPSHOT_BPF_H
#define CIPHERWATCH_SNAPSHOT_BPF_H

#define TCP_LISTEN 10
#define PF_KTHREAD 0x00200000

static __always_inline void snapshot_start(struct seq_file *seq, struct task_struct *task)
{
	struct scratch *s = scratch_get();
	u32 tgid = BPF_CORE_READ(task, tgid);

	if (!s || BPF_CORE_READ(task, pid) != tgid || is_ignored(tgid))
		return;
	start_fill(s, task);
	s->start.kind = CW_START_SNAPSHOT;
	s->start.h.size = __builtin_offsetof(struct cw_process_start, argv);
	s->start.h.type = CW_PROCESS_START;
	s->start.h.reserved = 0;
	s->start.h.time_ns = bpf_ktime_get_boot_ns();
	/* the sensor appends argv, which only a sleeping reader may fetch from another process */
	bpf_seq_write(seq, &s->start, __builtin_offsetof(struct cw_process_start, argv));
}

SEC("iter/task")
int snapshot_task(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	struct task_struct *init;

	if (!task)
		return 0;
	/* the iterator begins behind the first process (seen on 6.18): everybody's last ancestor */
	if (ctx->meta->seq_num == 0 && task->pid > 1) {
		init = BPF_CORE_READ(task, nsproxy, pid_ns_for_children, child_reaper);
		if (init)
			snapshot_start(ctx->meta->seq, init);
	}
	if (!(task->flags & PF_KTHREAD))
		snapshot_start(ctx->meta->seq, task);
	return 0;
}

/* Which ports listen, in every network namespace: the iterator over TCP sockets knows one alone. */
SEC("iter/task_file")
int snapshot_tcp(struct bpf_iter__task_file *ctx)
{
	struct task_struct *task = ctx->task;
	struct listen_key key = {};
	struct file *file;
	struct sock *sk;
	u8 one = 1, state = 0;

	if (!task || !ctx->file || task->pid != task->tgid)
		return 0;
	file = task_fd_file(task, ctx->fd);
	sk = file ? net_sock_of(file) : 0;
	if (!sk || BPF_CORE_READ(sk, sk_protocol) != IPPROTO_TCP)
		return 0;
	bpf_core_read(&state, sizeof(state), (const void *)&sk->__sk_common.skc_state); /* it is volatile there */
	if (state != TCP_LISTEN)
		return 0;
	key.net_ns = BPF_CORE_READ(sk, __sk_common.skc_net.net, ns.inum);
	key.port = BPF_CORE_READ(sk, __sk_common.skc_num);
	bpf_map_update_elem(&listening, &key, &one, BPF_ANY);
	return 0;
}

/* A regular file that a process can write to: a session that has done nothing yet. */
static __always_inline void snapshot_regular(struct seq_file *seq, struct task_struct *task, struct file *file)
{
	struct scratch *s = scratch_get();
	struct cw_file_session *e;

	if (!s || !(BPF_CORE_READ(file, f_mode) & FMODE_WRITE) ||
		!file_describe(&s->file, file, 0, CW_FILE_INHERITED, bpf_ktime_get_boot_ns()))
		return;
	file_tell_directory(file, &s->file);
	e = &s->file.e;
	process_fill(&e->process, task);
	e->h.size = __builtin_offsetof(struct cw_file_session, data);
	e->h.type = CW_FILE_SESSION;
	e->h.reserved = 0;
	e->h.time_ns = bpf_ktime_get_boot_ns();
	bpf_seq_write(seq, e, __builtin_offsetof(struct cw_file_session, data));
}

static __always_inline void snapshot_socket(
	struct seq_file *seq, struct task_struct *task, struct file *file, struct sock *sk)
{
	struct scratch *s = scratch_get();
	struct listen_key key = {};
	struct cw_net_session *e;
	u32 direction = CW_DIRECTION_UNKNOWN, kind;

	if (!s)
		return;
	e = &s->net.e;
	kind = net_kind(e, sk);
	if (kind != KIND_STREAM && kind != KIND_DATAGRAM)
		return;
	e->remote_port = 0;
	net_addresses(e, sk, kind);
	if (!e->remote_port)
		return;
	process_fill(&e->process, task);
	e->h.time_ns = bpf_ktime_get_boot_ns();
	e->started_ns = e->h.time_ns;
	e->sock_ino = BPF_CORE_READ(file, f_inode, i_ino);
	e->net_ns = BPF_CORE_READ(sk, __sk_common.skc_net.net, ns.inum);
	e->flags = CW_NET_INHERITED;
	key.net_ns = e->net_ns;
	key.port = e->local_port;
	if (e->protocol == IPPROTO_TCP)
		direction = bpf_map_lookup_elem(&listening, &key) ? CW_DIRECTION_IN : CW_DIRECTION_OUT;
	e->direction = direction;
	if (direction)
		bpf_map_update_elem(&directions, &e->sock_ino, &direction, BPF_ANY);
	e->h.size = __builtin_offsetof(struct cw_net_session, peer_ino);
	e->h.type = CW_NET_SESSION;
	e->h.reserved = 0;
	bpf_seq_write(seq, e, __builtin_offsetof(struct cw_net_session, peer_ino));
}

SEC("iter/task_file")
int snapshot_file(struct bpf_iter__task_file *ctx)
{
	struct task_struct *task = ctx->task;
	struct file *file;
	struct sock *sk;

	/* threads share their leader's table: each descriptor once */
	if (!task || !ctx->file || task->pid != task->tgid || is_ignored(task->tgid))
		return 0;
	file = task_fd_file(task, ctx->fd); /* the same file, as an address that parts can be handed */
	if (!file)
		return 0;
	sk = net_sock_of(file);
	if (sk)
		snapshot_socket(ctx->meta->seq, task, file, sk);
	else
		snapshot_regular(ctx->meta->seq, task, file);
	return 0;
}

#endif
