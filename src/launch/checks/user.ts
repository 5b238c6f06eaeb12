/** The unprivileged user that the engine runs as. */
import { LaunchError } from '../error.ts';
import { findUser } from '../privilege.ts';
import { type Check, degraded, missing, ok } from './check.ts';

export const user: Check = {
  id: 'user',
  title: 'unprivileged user',
  essential: true,
  look: (context) => {
    try {
      const { name, uid } = findUser(context.user);
      if (uid !== 0) return ok(`the engine runs as ${name} (${uid})`);
      return degraded('the engine keeps root', 'none; a fault in the engine has root’s reach', 'set user to auto');
    } catch (error) {
      if (!(error instanceof LaunchError)) throw error;
      return missing(error.message, 'run refuses to start', 'useradd --system cipherwatch');
    }
  },
};
