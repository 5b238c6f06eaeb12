/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * io_uring does what system calls do without making any. Transfers are taken when they complete (the
 * request still holds its file and buffer, the result is known); what a request destroys, and names,
 * when it is submitted. Kernel: include/uapi/linux/io_uring.h, io_uring/{rw,net,fs,openclose}.c.
 */
#ifndef CIPHERWATCH_URING_BPF_H
#define CIPHERWATCH_URING_BPF_H

enum uring_op {
	URING_READV = 1,
	URING_WRITEV = 2,
	URING_READ_FIXED = 4,
	URING_WRITE_FIXED = 5,
	URING_SENDMSG = 9,
	URING_RECVMSG = 10,
	URING_ACCEPT = 13,
	URING_OPENAT = 18,
	URING_CLOSE = 19,
	URING_READ = 22,
	URING_WRITE = 23,
	URING_SEND = 26,
	URING_RECV = 27,
	URING_OPENAT2 = 28,
	URING_RENAMEAT = 35,
	URING_UNLINKAT = 36,
	URING_SEND_ZC = 47,
};

PART int uring_transfer(u64 req_at, u32 opcode, u64 n)
{
	struct io_kiocb *req = (void *)req_at;
	struct io_rw *rw = (void *)req_at;
	struct file *file = BPF_CORE_READ(req, file);
	u32 way = opcode == URING_WRITE || opcode == URING_WRITEV || opcode == URING_WRITE_FIXED ? SENT : RECEIVED;
	u64 user = BPF_CORE_READ(rw, addr), end = BPF_CORE_READ(rw, kiocb.ki_pos), base = 0;

	if (opcode == URING_READV || opcode == URING_WRITEV) {
		first_vector(user, BPF_CORE_READ(rw, len), n, &base);
		user = base;
		way |= SCATTERED;
	}
	/* ki_pos has moved on by what was transferred */
	return transfer((u64)file, way, user, n, end >= n ? end - n : 0);
}

PART int uring_message(u64 req_at, u32 opcode, u64 n)
{
	struct io_kiocb *req = (void *)req_at;
	struct io_sr_msg *sr = (void *)req_at;
	struct file *file = BPF_CORE_READ(req, file);
	u64 user = (u64)BPF_CORE_READ(sr, buf);

	if (opcode == URING_SENDMSG || opcode == URING_RECVMSG)
		return message((u64)file, opcode == URING_SENDMSG ? SENT : RECEIVED, user, n);
	return net_io((u64)file, opcode == URING_RECV ? RECEIVED : SENT, user, n, 0);
}

SEC("tp_btf/io_uring_complete")
int BPF_PROG(on_uring_complete, void *ring, struct io_kiocb *arg)
{
	struct io_kiocb *req;
	struct io_open *open;
	s32 result;
	u8 opcode;

	bpf_probe_read_kernel(&req, sizeof(req), &ctx[1]);
	if (!req)
		return 0;
	result = BPF_CORE_READ(req, cqe.res);
	if (result <= 0)
		return 0;
	opcode = BPF_CORE_READ(req, opcode);
	switch (opcode) {
	case URING_READ:
	case URING_READV:
	case URING_READ_FIXED:
	case URING_WRITE:
	case URING_WRITEV:
	case URING_WRITE_FIXED:
		uring_transfer((u64)req, opcode, result);
		break;
	case URING_SEND:
	case URING_SEND_ZC:
	case URING_RECV:
	case URING_SENDMSG:
	case URING_RECVMSG:
		uring_message((u64)req, opcode, result);
		break;
	case URING_ACCEPT:
		on_accept_done(result);
		break;
	case URING_OPENAT:
	case URING_OPENAT2:
		open = (struct io_open *)req;
		on_open_done(result, BPF_CORE_READ(open, how.flags));
		break;
	}
	return 0;
}

PART int uring_name(u64 req_at, u32 opcode)
{
	struct io_unlink *u = (void *)req_at;
	struct io_rename *r = (void *)req_at;

	if (opcode == URING_UNLINKAT)
		return one_path(BPF_CORE_READ(u, dfd), (u64)BPF_CORE_READ(u, filename, uptr), CW_FILE_UNLINK,
			!!(BPF_CORE_READ(u, flags) & AT_REMOVEDIR));
	return two_paths(BPF_CORE_READ(r, old_dfd), (u64)BPF_CORE_READ(r, oldpath, uptr), BPF_CORE_READ(r, new_dfd),
		(u64)BPF_CORE_READ(r, newpath, uptr), PATHS(CW_FILE_RENAME, BPF_CORE_READ(r, flags)));
}

SEC("tp_btf/io_uring_submit_req")
int BPF_PROG(on_uring_submit, struct io_kiocb *arg)
{
	struct io_kiocb *req;
	struct io_close *close;
	u32 tgid = bpf_get_current_pid_tgid() >> 32, fd;
	u8 opcode;

	bpf_probe_read_kernel(&req, sizeof(req), &ctx[0]);
	opcode = BPF_CORE_READ(req, opcode);
	if (opcode == URING_CLOSE) {
		close = (struct io_close *)req;
		fd = BPF_CORE_READ(close, fd);
		release((u64)fd_file(fd), tgid, fd);
	} else if (opcode == URING_UNLINKAT || opcode == URING_RENAMEAT) {
		uring_name((u64)req, opcode);
	}
	return 0;
}

#endif
