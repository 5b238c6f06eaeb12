/** The bpf system call exists and is not locked down. */
import { existsSync } from 'node:fs';
import { type Check, EVERYTHING, missing, ok } from './check.ts';
import { fileText } from './file-text.ts';

export const bpf: Check = {
  id: 'bpf',
  title: 'bpf system call',
  essential: true,
  look: () => {
    if (!existsSync('/proc/sys/kernel/unprivileged_bpf_disabled')) {
      return missing('the kernel has no bpf system call', EVERYTHING, 'boot a kernel built with CONFIG_BPF_SYSCALL=y');
    }
    const lockdown = fileText('/sys/kernel/security/lockdown') ?? '';
    if (lockdown.includes('[confidentiality]')) {
      return missing('kernel lockdown is at confidentiality', EVERYTHING, 'boot with lockdown=integrity or none');
    }
    return ok(lockdown === '' ? 'there' : `there, lockdown ${lockdown}`);
  },
};
