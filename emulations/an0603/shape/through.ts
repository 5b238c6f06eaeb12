/** Rows: by which way the files are reached, and how the program came to run. */
import type { ShapeRow } from '../encryptor/emulation.ts';

const row = 'through links, descriptors, chroot, mounts and overlays';
const image = 'memfd and self-deleted images';

export const throughRows: readonly ShapeRow[] = [
  { name: 'through-hardlink', row, about: 'through a second name of each file', shape: { through: 'hardlink' } },
  { name: 'through-symlink', row, about: 'through symbolic links', shape: { through: 'symlink' } },
  { name: 'through-fd', row, about: 'through /proc/self/fd', shape: { through: 'fd' } },
  {
    name: 'through-handle',
    row,
    about: 'through file handles, as a file server opens them',
    shape: { through: 'handle' },
  },
  {
    name: 'through-passed',
    row,
    about: 'through descriptors that another process opens and hands over',
    shape: { through: 'passed' },
  },
  {
    name: 'through-inherited',
    row,
    about: 'through descriptors that were open before the fork of the child that writes',
    shape: { through: 'inherited', batch: 4 },
  },
  {
    name: 'through-fd-truncate',
    row,
    about: 'through /proc/self/fd, truncated',
    shape: { through: 'fd', order: 'truncate-rewrite' },
  },
  { name: 'through-chroot', row, about: 'from within a chroot', shape: { through: 'chroot' } },
  {
    name: 'through-chroot-new',
    row,
    about: 'from within a chroot, new files',
    shape: { through: 'chroot', order: 'new-then-unlink' },
  },
  {
    name: 'through-mount',
    row,
    about: 'in a mount namespace, by a bind mount',
    shape: { through: 'mount', order: 'rename-first' },
  },
  { name: 'through-overlay-upper', row, about: "an overlay's own files", shape: { through: 'overlay-upper' } },
  {
    name: 'through-overlay-upper-new',
    row,
    about: "an overlay's own files, new ones written",
    shape: { through: 'overlay-upper', order: 'new-then-unlink' },
  },
  {
    name: 'through-overlay-lower',
    row,
    about: "files of an overlay's lower layer",
    shape: { through: 'overlay-lower' },
  },
  { name: 'image-memfd', row: image, about: 'from memory', shape: { launch: 'memfd' }, short: true },
  {
    name: 'image-unlinked',
    row: image,
    about: 'after it removed its own image',
    shape: { launch: 'unlinked', order: 'rename-over' },
  },
  {
    name: 'daemon',
    row: 'from systemd, cron, at and a web server',
    about: 'two forks and a session of its own, no parent left',
    shape: { launch: 'daemon', order: 'new-then-unlink' },
  },
];
