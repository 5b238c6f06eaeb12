/** The kernel keeps a login user id: it tells who logged in, whatever they became since. */
import { type Check, degraded, ok } from './check.ts';
import { fileText } from './file-text.ts';

const NOBODY = '4294967295';
const COSTS = 'a finding names the user id but not who logged in; job boundaries rest on sessions and cgroups';

export const audit: Check = {
  id: 'audit',
  title: 'login user (auid)',
  essential: false,
  look: () => {
    const own = fileText('/proc/self/loginuid');
    if (own === undefined) {
      return degraded('/proc/self/loginuid is not there', COSTS, 'boot a kernel built with CONFIG_AUDIT=y');
    }
    if (own !== NOBODY) return ok(`kept; this session's is ${own}`);
    return ok('kept; this session was not begun by a login, so it has none');
  },
};
