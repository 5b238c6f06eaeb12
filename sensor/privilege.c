/* SPDX-License-Identifier: Apache-2.0 */
#include "privilege.h"

#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef CAP_PERFMON
#define CAP_PERFMON 38
#endif
#ifndef CAP_BPF
#define CAP_BPF 39
#endif

int privilege_drop(void)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2];
	unsigned keep = 1u << (CAP_PERFMON - 32) | 1u << (CAP_BPF - 32);

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	if (syscall(SYS_capget, &header, data))
		return -1;
	data[0].effective = data[0].permitted = data[0].inheritable = 0;
	data[1].effective &= keep;
	data[1].permitted &= keep;
	data[1].inheritable = 0;
	return syscall(SYS_capset, &header, data);
}
