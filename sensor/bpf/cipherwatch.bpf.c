// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel side: sessions of files and sockets, processes, names. Summaries leave it, not calls.
 * Every header beside this file is one part; this one only puts them together.
 */
#include "vmlinux.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "../event.h"
#include "../op.h"

#include "state.bpf.h"

#include "peek.bpf.h"

#include "copy.bpf.h"

#include "place.bpf.h"

#include "crypto_table.bpf.h"

#include "process.bpf.h"

#include "page_cache.bpf.h"

#include "file_sample.bpf.h"

#include "repeat.bpf.h"

#include "file.bpf.h"

#include "socket.bpf.h"

#include "net.bpf.h"

#include "args.bpf.h"

#include "crypto.bpf.h"

#include "crypto_kernel.bpf.h"

#include "release.bpf.h"

#include "transfer.bpf.h"

#include "aio.bpf.h"

#include "name.bpf.h"

#include "syscall.bpf.h"

#include "uring.bpf.h"

#include "sweep.bpf.h"

#include "snapshot.bpf.h"

char LICENSE[] SEC("license") = "GPL";
