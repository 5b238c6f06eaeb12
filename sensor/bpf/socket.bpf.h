/* SPDX-License-Identifier: GPL-2.0-only */
/* Which sockets have a session, and what is told of each kind. */
#ifndef CIPHERWATCH_SOCKET_BPF_H
#define CIPHERWATCH_SOCKET_BPF_H

#define AF_PACKET 17
#define SOCK_DGRAM 2
#define SOCK_RAW 3
#define IPPROTO_ICMP 1
#define IPPROTO_TCP 6
#define IPPROTO_UDP 17
#define IPPROTO_ICMPV6 58

enum socket_kind {
	KIND_NONE = 0, /* no session */
	KIND_STREAM = 1, /* TCP */
	KIND_DATAGRAM = 2, /* UDP */
	KIND_RAW = 3, /* raw and packet sockets, ICMP without privilege: no ports, and messages with headers */
	KIND_UNIX = 4,
};

static __always_inline bool is_inet(u16 family)
{
	return family == AF_INET || family == AF_INET6;
}

/*
 * A unix socket that somebody else can have come to by a name: connected to one, accepted by one, or not connected.
 * The two ends of a socketpair have none.
 */
static __always_inline bool unix_has_name(struct sock *sk)
{
	struct unix_sock *u = (struct unix_sock *)sk;
	struct unix_sock *peer = (struct unix_sock *)BPF_CORE_READ(u, peer);

	return !peer || BPF_CORE_READ(u, addr) || BPF_CORE_READ(peer, addr);
}

/* The socket behind an open file, if it is of a kind that has sessions, or 0. */
static __always_inline struct sock *net_sock_of(struct file *file)
{
	struct inode *inode = BPF_CORE_READ(file, f_inode);
	struct socket *sock;
	struct sock *sk;
	u16 family;

	if ((BPF_CORE_READ(inode, i_mode) & S_IFMT) != S_IFSOCK)
		return 0;
	sock = BPF_CORE_READ(file, private_data);
	sk = BPF_CORE_READ(sock, sk);
	family = BPF_CORE_READ(sk, __sk_common.skc_family);
	if (is_inet(family) || family == AF_PACKET || (family == AF_UNIX && unix_has_name(sk)))
		return sk;
	return 0;
}

/* Tells what a socket is; everything but addresses. */
static __always_inline u32 net_kind(struct cw_net_session *e, struct sock *sk)
{
	u32 protocol = BPF_CORE_READ(sk, sk_protocol);

	e->family = BPF_CORE_READ(sk, __sk_common.skc_family);
	e->socket_type = BPF_CORE_READ(sk, sk_type);
	e->protocol = 0;
	if (e->family == AF_UNIX)
		return KIND_UNIX;
	if (e->family == AF_PACKET)
		return KIND_RAW;
	e->protocol = protocol;
	if (e->socket_type == SOCK_RAW)
		return KIND_RAW;
	if (e->socket_type == SOCK_DGRAM) {
		if (protocol == IPPROTO_ICMP || protocol == IPPROTO_ICMPV6)
			return KIND_RAW;
		e->protocol = IPPROTO_UDP;
		return KIND_DATAGRAM;
	}
	return e->protocol == IPPROTO_TCP ? KIND_STREAM : KIND_NONE;
}

/* Who is at the other end of a unix socket, and the name by which the two met. */
static __always_inline void unix_peer(struct cw_net_session *e, struct sock *sk)
{
	struct unix_sock *u = (struct unix_sock *)sk;
	struct sock *peer = BPF_CORE_READ(u, peer);
	struct unix_address *own = BPF_CORE_READ(u, addr), *address = 0;
	struct pid *pid = BPF_CORE_READ(sk, sk_peer_pid);
	u64 len;

	if (peer) {
		e->peer_ino = BPF_CORE_READ(peer, sk_socket, file, f_inode, i_ino);
		address = BPF_CORE_READ((struct unix_sock *)peer, addr);
	}
	if (pid)
		e->peer_pid = BPF_CORE_READ(pid, numbers[0].nr);
	/* a client may be bound as well; what it connected to is the name that counts */
	if (own && (!address || e->direction == CW_DIRECTION_IN))
		address = own;
	if (!address || e->name_len)
		return;
	len = (u32)BPF_CORE_READ(address, len) - sizeof(u16);
	if (!len || len > sizeof(((struct sockaddr_un *)0)->sun_path))
		return;
	if (!bpf_probe_read_kernel(e->name, at_most(len, 108), &address->name[0].sun_path))
		e->name_len = len;
}

/* A datagram goes to a socket by its path, without a connection. */
static __always_inline void unix_path(struct cw_net_session *e, u64 user)
{
	long len = bpf_probe_read_user_str(e->name, 108, (void *)(user + sizeof(u16)));

	if (len > 1)
		e->name_len = len;
}

#endif
