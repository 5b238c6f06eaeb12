/** The kernel describes its own types: without that the eBPF programs cannot find their way in it. */
import { accessSync, constants } from 'node:fs';
import { type Check, EVERYTHING, missing, ok } from './check.ts';

const BTF = '/sys/kernel/btf/vmlinux';

export const btf: Check = {
  id: 'btf',
  title: 'kernel type information (BTF)',
  essential: true,
  look: () => {
    try {
      accessSync(BTF, constants.R_OK);
      return ok(BTF);
    } catch {
      return missing(
        `${BTF} cannot be read`,
        EVERYTHING,
        'boot a kernel built with CONFIG_DEBUG_INFO_BTF=y (distribution kernels are)',
      );
    }
  },
};
