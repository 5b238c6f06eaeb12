/** Terminals as people name them. */

/**
 * @param device kernel encoding, major << 20 | minor; 0 when none. Numbers from Documentation/admin-guide/devices.txt.
 * @returns `pts/0`, `tty1`, `ttyS0`, `console`, else `major:minor`; undefined when none.
 */
export function formatTty(device: number): string | undefined {
  if (device === 0) return undefined;
  const major = device >>> 20;
  const minor = device & 0xfffff;
  if (major === 136) return `pts/${minor}`;
  if (major === 4) return minor < 64 ? `tty${minor}` : `ttyS${minor - 64}`;
  if (major === 5 && minor === 0) return 'tty';
  if (major === 5 && minor === 1) return 'console';
  if (major === 229) return `hvc${minor}`;
  return `${major}:${minor}`;
}
