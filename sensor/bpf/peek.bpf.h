/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fields of kernel objects, read in place. A probe read is a call into the kernel, with checks and
 * several returns, which cost more than all else where returns are mitigated (retbleed, SRSO); an open
 * makes three dozen of them. bpf_rdonly_cast (Linux 6.2) lets a program load from an address that it
 * only knows as a number: one instruction, which gives 0 where the address is bad. The address is cast to
 * any kernel type that begins with a number of the right size. Kernels without it make probe reads.
 */
#ifndef CIPHERWATCH_PEEK_BPF_H
#define CIPHERWATCH_PEEK_BPF_H

/* Set before load when the kernel has bpf_rdonly_cast: the verifier then drops the other branch. */
const volatile bool can_peek;

extern void *bpf_rdonly_cast(const void *object, __u32 type) __ksym __weak;

#define PEEK_AS(type, first, address) \
	((struct type *)bpf_rdonly_cast(address, bpf_core_type_id_kernel(struct type)))->first

/* The number of `size` bytes (1, 2, 4 or 8, a constant) at an address. */
static __always_inline u64 peek(u32 size, const void *address)
{
	u64 value = 0;

	if (!can_peek)
		bpf_probe_read_kernel(&value, size, address);
	else if (size == 8)
		value = PEEK_AS(timespec64, tv_sec, address);
	else if (size == 4)
		value = (u32)PEEK_AS(upid, nr, address);
	else if (size == 2)
		value = PEEK_AS(inode, i_mode, address);
	else
		value = PEEK_AS(xa_node, shift, address);
	return value;
}

/* What a pointer to kernel memory points at: a number or a pointer. */
#define PEEK(pointer) ((typeof(*(pointer)))peek(sizeof(*(pointer)), pointer))

#define PEEK_1(s, a) PEEK(&(s)->a)
#define PEEK_2(s, a, b) PEEK_1(PEEK_1(s, a), b)
#define PEEK_3(s, a, b, c) PEEK_1(PEEK_2(s, a, b), c)
#define PEEK_4(s, a, b, c, d) PEEK_1(PEEK_3(s, a, b, c), d)
#define PEEK_N(a, b, c, d, name, ...) name

/* Replaces libbpf's macro of this name, for numbers and pointers; arrays go by BPF_CORE_READ_INTO. */
#undef BPF_CORE_READ
#define BPF_CORE_READ(s, ...) PEEK_N(__VA_ARGS__, PEEK_4, PEEK_3, PEEK_2, PEEK_1)(s, __VA_ARGS__)

#endif
