/* SPDX-License-Identifier: GPL-2.0-only */
/* What a system call does, and its arguments, whichever ABI it came through. */
#ifndef CIPHERWATCH_ARGS_BPF_H
#define CIPHERWATCH_ARGS_BPF_H

#define TS_COMPAT 0x0002 /* arch/x86/include/asm/thread_info.h */

struct args {
	u64 a, b, c, d, e, f;
};

static __always_inline u32 args_read(struct pt_regs *regs, u64 nr, struct args *args)
{
	struct task_struct *task;
	u32 op;

	nr &= ~0x40000000ULL; /* x32 */
	/* most calls are of no interest in either ABI, and end here */
	if (nr >= CW_SYSCALLS || !(op_native[nr] | op_i386[nr]))
		return OP_NONE;
	task = bpf_get_current_task_btf();
	if (task->thread_info.status & TS_COMPAT) {
		op = op_i386[nr];
		if (op == OP_NONE)
			return op;
		args->a = (u32)regs->bx;
		args->b = (u32)regs->cx;
		args->c = (u32)regs->dx;
		args->d = (u32)regs->si;
		args->e = (u32)regs->di;
		args->f = (u32)regs->bp;
		return op;
	}
	op = op_native[nr];
	if (op == OP_NONE)
		return op;
	args->a = regs->di;
	args->b = regs->si;
	args->c = regs->dx;
	args->d = regs->r10;
	args->e = regs->r8;
	args->f = regs->r9;
	return op;
}

#endif
