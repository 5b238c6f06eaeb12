/**
 * Programs that begin other people's jobs, by the name of their image. Names only decide where one job
 * ends and the next begins, never whether something is hostile: a renamed shell or server merges jobs
 * into a larger group (still judged), and a program that borrows such a name splits itself from its
 * children, which remain together in the cgroup, the session, the image and the victim tree.
 */

/** Read command lines from a terminal. */
const SHELLS: ReadonlySet<string> = new Set(
  'ash bash busybox csh dash elvish fish ksh ksh93 mksh nu pwsh rbash sh tcsh xonsh yash zsh'.split(' '),
);

/** Serve one remote login per connection. */
const REMOTE_LOGINS: ReadonlySet<string> = new Set(
  'dropbear in.telnetd mosh-server sshd sshd-auth sshd-session telnetd'.split(' '),
);

/** Start programs on behalf of a login, a timetable or a terminal pane. */
const OPENERS: ReadonlySet<string> = new Set([
  ...REMOTE_LOGINS,
  ...'abduco agetty anacron at atd cron crond dtach fcron getty login screen tmux zellij'.split(' '),
]);

/** First process of a container that only looks after others. */
const INITS: ReadonlySet<string> = new Set(
  'catatonit docker-init dumb-init init openrc-init procd runsvdir s6-svscan supervisord systemd tini'.split(' '),
);

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Openers count only where an administrator put them: a file in /tmp does not become cron by its name. */
function inSystemDirectory(path: string): boolean {
  return /^\/(?:usr|bin|sbin|lib|lib64|nix\/store|run\/current-system)\//.test(path);
}

export function isShell(path: string): boolean {
  return SHELLS.has(baseName(path));
}

export function isRemoteLogin(path: string): boolean {
  return inSystemDirectory(path) && REMOTE_LOGINS.has(baseName(path));
}

export function opensJobs(path: string): boolean {
  return inSystemDirectory(path) && OPENERS.has(baseName(path));
}

export function isInit(path: string): boolean {
  return INITS.has(baseName(path));
}
