/* SPDX-License-Identifier: GPL-2.0-only */
/* Net sessions: one per socket and process, from its first use to its close. */
#ifndef CIPHERWATCH_NET_BPF_H
#define CIPHERWATCH_NET_BPF_H

#define SENT 1
#define RECEIVED 2

struct peer {
	u16 family;
	u16 port; /* host order */
	u32 pad;
	u8 address[16] __attribute__((aligned(8)));
};

static __always_inline bool same_address(const u8 *a, const u8 *b)
{
	u64 a0, a1, b0, b1;

	__builtin_memcpy(&a0, a, 8);
	__builtin_memcpy(&a1, a + 8, 8);
	__builtin_memcpy(&b0, b, 8);
	__builtin_memcpy(&b1, b + 8, 8);
	return a0 == b0 && a1 == b1;
}

/* The addresses of an internet socket. Raw ones have no ports: the kernel keeps their protocol in that place. */
static __always_inline void net_addresses(struct cw_net_session *e, struct sock *sk, u32 kind)
{
	u16 port = kind == KIND_RAW ? 0 : bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));

	e->local_port = kind == KIND_RAW ? 0 : BPF_CORE_READ(sk, __sk_common.skc_num);
	if (e->family == AF_INET)
		map_v4(e->local, BPF_CORE_READ(sk, __sk_common.skc_rcv_saddr));
	else
		BPF_CORE_READ_INTO(&e->local, sk, __sk_common.skc_v6_rcv_saddr);
	if (!port && kind != KIND_RAW) /* unconnected: the peer came with the message */
		return;
	if (kind == KIND_RAW && e->family == AF_INET && !BPF_CORE_READ(sk, __sk_common.skc_daddr))
		return;
	e->remote_port = port;
	if (e->family == AF_INET)
		map_v4(e->remote, BPF_CORE_READ(sk, __sk_common.skc_daddr));
	else
		BPF_CORE_READ_INTO(&e->remote, sk, __sk_common.skc_v6_daddr);
}

static __always_inline void net_emit(struct net_entry *v, u32 flags, u64 now)
{
	v->e.flags = (v->e.flags & ~(CW_NET_LAST | CW_NET_IDLE)) | flags;
	v->dirty = 0;
	v->emitted_ns = now;
	emit(&v->e, sizeof(v->e), CW_NET_SESSION, now);
	v->e.snapshots++;
}

/* One less is open; its entry is removed by the caller. */
static __always_inline void net_gone(struct net_entry *v)
{
	__sync_fetch_and_add(&net_sessions, -1);
	if (v->kind == KIND_UNIX)
		__sync_fetch_and_add(&unix_sessions, -1);
}

static __always_inline struct net_entry *net_lookup(struct file *file, u32 tgid)
{
	struct session_key key = {.file = (u64)file, .tgid = tgid};

	return bpf_map_lookup_elem(&nets, &key);
}

PART int net_create_part(u64 file_at, u32 direction, u32 flags)
{
	struct file *file = (void *)file_at;
	struct scratch *s = scratch_get();
	struct session_key key = {};
	struct listen_key listen = {};
	struct net_entry *v;
	struct sock *sk = net_sock_of(file);
	u64 now;

	if (!s || !sk)
		return 0;
	v = &s->net;
	process_current(&v->e.process);
	if (is_ignored(v->e.process.pid))
		return 0;
	now = bpf_ktime_get_boot_ns();
	v->kind = net_kind(&v->e, sk);
	if (v->kind == KIND_NONE)
		return 0;
	if (v->kind == KIND_UNIX && unix_sessions >= UNIX_SESSIONS) {
		lose(CW_LOSS_NET_TABLE_FULL);
		return 0;
	}
	v->e.started_ns = now;
	v->e.sock_ino = BPF_CORE_READ(file, f_inode, i_ino);
	v->e.net_ns = BPF_CORE_READ(sk, __sk_common.skc_net.net, ns.inum);
	v->e.flags = flags;
	v->e.local_port = 0;
	v->e.remote_port = 0;
	__builtin_memset(v->e.local, 0, 16);
	__builtin_memset(v->e.remote, 0, 16);
	if (is_inet(v->e.family))
		net_addresses(&v->e, sk, v->kind);
	if (direction == CW_DIRECTION_UNKNOWN) {
		u32 *known = bpf_map_lookup_elem(&directions, &v->e.sock_ino);

		if (known)
			direction = *known;
	} else {
		bpf_map_update_elem(&directions, &v->e.sock_ino, &direction, BPF_ANY);
	}
	if (direction == CW_DIRECTION_UNKNOWN && v->kind == KIND_STREAM) {
		listen.net_ns = v->e.net_ns;
		listen.port = v->e.local_port;
		if (bpf_map_lookup_elem(&listening, &listen))
			direction = CW_DIRECTION_IN;
	}
	v->e.direction = direction;
	v->e.peer_ino = 0;
	v->e.peer_pid = 0;
	v->e.name_len = 0;
	__builtin_memset(v->e.name, 0, sizeof(v->e.name));
	if (v->kind == KIND_UNIX)
		unix_peer(&v->e, sk);
	v->sk = (u64)sk;
	v->touched_ns = now;
	v->emitted_ns = 0;
	v->dirty = 1;
	key.file = (u64)file;
	key.tgid = v->e.process.pid;
	if (bpf_map_update_elem(&nets, &key, v, BPF_ANY)) {
		lose(CW_LOSS_NET_TABLE_FULL);
		return 0;
	}
	__sync_fetch_and_add(&net_sessions, 1);
	if (v->kind == KIND_UNIX)
		__sync_fetch_and_add(&unix_sessions, 1);
	return 1;
}

static __always_inline struct net_entry *net_create(struct file *file, u32 direction, u32 flags)
{
	if (!net_create_part((u64)file, direction, flags))
		return 0;
	return net_lookup(file, bpf_get_current_pid_tgid() >> 32);
}

static __always_inline void net_finish(struct file *file, u32 tgid, struct net_entry *v, u32 flags)
{
	struct session_key key = {.file = (u64)file, .tgid = tgid};

	/* resolvers connect datagram sockets only to learn a route */
	if (v->e.tx_bytes || v->e.rx_bytes || v->kind == KIND_STREAM)
		net_emit(v, flags | CW_NET_LAST, bpf_ktime_get_boot_ns());
	net_gone(v);
	bpf_map_delete_elem(&nets, &key);
}

/* Adds up to one sample's worth of payload to a histogram and to the first bytes. */
PART int net_payload(u64 file_at, u32 way, u64 user, u32 n)
{
	struct scratch *s = scratch_get();
	struct net_entry *v = net_lookup((void *)file_at, bpf_get_current_pid_tgid() >> 32);
	u16 *first_len;
	u8 *first;
	u32 counted, len = n, at;

	if (!s || !v)
		return 0;
	counted = way == SENT ? v->e.tx_counted : v->e.rx_counted;
	if (counted >= CW_HIST_LIMIT)
		return 0;
	if (len > CW_SAMPLE_LEN)
		len = CW_SAMPLE_LEN;
	if (len > CW_HIST_LIMIT - counted)
		len = CW_HIST_LIMIT - counted;
	if (bpf_probe_read_user(s->payload, at_most(len, CW_SAMPLE_LEN), (void *)user)) {
		lose(CW_LOSS_FAULT);
		return 0;
	}
	if (way == SENT) {
		for (u32 i = 0; i < CW_SAMPLE_LEN; i++) {
			if (i >= len)
				break;
			v->e.tx_hist[s->payload[i]]++;
		}
		v->e.tx_counted += len;
		first_len = &v->e.tx_first_len;
		first = v->e.tx_first;
	} else {
		for (u32 i = 0; i < CW_SAMPLE_LEN; i++) {
			if (i >= len)
				break;
			v->e.rx_hist[s->payload[i]]++;
		}
		v->e.rx_counted += len;
		first_len = &v->e.rx_first_len;
		first = v->e.rx_first;
	}
	at = v->kind == KIND_RAW ? 0 : *first_len;
	if (v->kind == KIND_RAW ? len > *first_len : at < CW_FIRST_LEN) {
		u32 keep = len;

		if (keep > CW_FIRST_LEN - at)
			keep = CW_FIRST_LEN - at;
		bpf_probe_read_kernel(first + at_most(at, CW_FIRST_LEN - 1), at_most(keep, CW_FIRST_LEN), s->payload);
		*first_len = at + keep;
	}
	return len;
}

/* The silence before this message has ended a burst, and this begins the next. */
static __always_inline void net_next_burst(struct net_entry *v, u32 way, u64 now)
{
	if (v->e.burst_by == SENT && v->last_way == RECEIVED)
		v->e.tx_answered++;
	else if (v->e.burst_by == RECEIVED && v->last_way == SENT)
		v->e.rx_answered++;
	v->e.burst_by = way;
	if (way == SENT) {
		v->e.tx_bursts++;
		v->e.tx_burst_ns = now;
	} else {
		v->e.rx_bursts++;
	}
}

static __always_inline void net_burst(struct net_entry *v, u32 way, u64 n, u64 now)
{
	/* another thread may have been here since the time was taken */
	if (!v->last_way || (s64)(now - v->touched_ns) >= (s64)CW_BURST_GAP_NS)
		net_next_burst(v, way, now);
	if (v->e.tx_bursts + v->e.rx_bursts > 1)
		return;
	if (way == SENT)
		v->e.opening_tx_bytes += n;
	else
		v->e.opening_rx_bytes += n;
}

static __always_inline void net_count(struct net_entry *v, u32 way, u64 n, u64 now)
{
	net_burst(v, way, n, now);
	if (way == SENT) {
		if (!v->e.first_tx_ns)
			v->e.first_tx_ns = now;
		v->e.last_tx_ns = now;
		v->e.tx_bytes += n;
		v->e.tx_messages++;
	} else {
		if (!v->e.first_rx_ns)
			v->e.first_rx_ns = now;
		v->e.last_rx_ns = now;
		v->e.rx_bytes += n;
		v->e.rx_messages++;
	}
	if (v->last_way && v->last_way != way)
		v->e.turns++;
	v->last_way = way;
	v->touched_ns = now;
	v->dirty = 1;
}

/* Reads a sockaddr from user memory. */
static __always_inline bool read_peer(u64 user, struct peer *out)
{
	struct {
		u16 family;
		__be16 port;
		u32 v4_or_flow;
		u8 v6[16];
	} sa = {};

	if (!user)
		return false;
	/* a sockaddr_in has 16 bytes, a sockaddr_in6 28 */
	if (bpf_probe_read_user(&sa, 8, (void *)user))
		return false;
	out->family = sa.family;
	out->port = bpf_ntohs(sa.port);
	if (sa.family == AF_INET) {
		map_v4(out->address, sa.v4_or_flow);
		return true;
	}
	if (sa.family != AF_INET6)
		return false;
	return bpf_probe_read_user(out->address, 16, (void *)(user + 8)) == 0;
}

/* Where a message went to or came from, which is told with it. */
PART int net_peer(u64 file_at, u32 way, u64 peer_addr)
{
	struct file *file = (void *)file_at;
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	struct net_entry *v = net_lookup(file, tgid);
	struct peer peer = {};
	bool known;

	if (!v)
		return 0;
	if (v->kind == KIND_UNIX) {
		if (!v->e.name_len && way == SENT && v->e.socket_type == SOCK_DGRAM)
			unix_path(&v->e, peer_addr);
		return 0;
	}
	if (!read_peer(peer_addr, &peer))
		return 0;
	if (v->kind == KIND_RAW)
		peer.port = 0;
	known = v->kind == KIND_RAW ? v->e.tx_bytes != 0 : v->e.remote_port != 0;
	if (v->kind == KIND_RAW && way == RECEIVED && v->e.direction == CW_DIRECTION_OUT)
		return 0; /* it hears everybody */
	if (known && (v->e.remote_port != peer.port || !same_address(v->e.remote, peer.address))) {
		net_finish(file, tgid, v, 0);
		return 1;
	}
	if (!known) {
		v->e.remote_port = peer.port;
		__builtin_memcpy(v->e.remote, peer.address, 16);
	}
	return 0;
}

static __always_inline struct net_entry *net_begin(struct file *file, struct sock *sk, u32 way)
{
	u32 type = BPF_CORE_READ(sk, sk_type);

	if (type == SOCK_DGRAM || type == SOCK_RAW)
		return net_create(file, way == SENT ? CW_DIRECTION_OUT : CW_DIRECTION_IN, 0);
	return net_create(file, CW_DIRECTION_UNKNOWN, CW_NET_INHERITED);
}

/*
 * One finished message on a socket. A datagram socket that talks to many peers has a session per stretch with one
 * peer: a change of peer ends one and begins the next.
 */
PART int net_io(u64 file_at, u32 way, u64 user, u64 n, u64 peer_addr)
{
	struct file *file = (void *)file_at;
	struct sock *sk = net_sock_of(file); /* of all that talk through sockets, most do so to their own host */
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	struct net_entry *v;

	if (!sk)
		return 0;
	v = net_lookup(file, tgid);
	if (v && v->sk != (u64)sk) { /* the file of a socket that went unseen was used again */
		net_finish(file, tgid, v, 0);
		v = 0;
	}
	if (!v) {
		v = net_begin(file, sk, way);
		if (!v)
			return 0;
	}
	if (peer_addr && v->kind != KIND_STREAM && net_peer(file_at, way, peer_addr)) {
		v = net_begin(file, sk, way);
		if (!v)
			return 0;
		net_peer(file_at, way, peer_addr);
	}
	if (v->e.flags & CW_NET_CONNECTING || (v->kind <= KIND_DATAGRAM && !v->e.local_port)) {
		v->e.flags &= ~CW_NET_CONNECTING;
		net_addresses(&v->e, sk, v->kind);
	}
	if (v->kind == KIND_UNIX && !v->e.peer_ino)
		unix_peer(&v->e, sk);
	if (v->kind == KIND_RAW && way == SENT)
		v->e.direction = CW_DIRECTION_OUT;
	net_count(v, way, n, bpf_ktime_get_boot_ns());
	if (!user)
		v->e.flags |= CW_NET_SPLICED;
	else if ((way == SENT ? v->e.tx_counted : v->e.rx_counted) <
		 CW_HIST_LIMIT) /* most messages come when enough is known */
		net_payload(file_at, way, user, n > 0xffff ? 0xffff : n);
	return 0;
}

PART int on_connect_done(u32 fd, long ret)
{
	struct file *file = fd_file(fd);
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	struct net_entry *v;

	if (!file || (ret != 0 && ret != -115 /* EINPROGRESS */))
		return 0;
	v = net_lookup(file, tgid);
	if (v)
		net_finish(file, tgid, v, 0);
	net_create(file, CW_DIRECTION_OUT, ret ? CW_NET_CONNECTING : 0);
	return 0;
}

PART int on_accept_done(u32 fd)
{
	struct file *file = fd_file(fd);
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	struct net_entry *v;

	if (!file)
		return 0;
	v = net_lookup(file, tgid);
	if (v)
		net_finish(file, tgid, v, 0);
	net_create(file, CW_DIRECTION_IN, 0);
	return 0;
}

PART int net_release(u64 file_at, u32 tgid)
{
	struct file *file = (void *)file_at;
	struct net_entry *v = net_lookup(file, tgid);

	if (v)
		net_finish(file, tgid, v, 0);
	return 0;
}

#endif
