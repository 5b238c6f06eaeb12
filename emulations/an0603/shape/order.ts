/** Rows: the order of reading, writing and naming. */
import type { ShapeRow } from '../encryptor/emulation.ts';
import type { Order } from '../encryptor/shape.ts';

const ORDERS: Readonly<Record<Order, string>> = {
  'in-place': 'overwrites in place',
  'rename-first': 'renames, then overwrites in place',
  'rename-after': 'overwrites in place, then renames',
  'new-then-unlink': 'writes a new file and unlinks the original',
  'new-then-empty': 'writes a new file and truncates the original to nothing',
  'new-then-wipe': 'writes a new file, fills the original with zeros and unlinks it',
  'rename-over': 'writes a new file and renames it over the original',
  exchange: 'writes a new file, exchanges the two names and unlinks the original',
  'uring-unlink': 'writes a new file and unlinks the original by io_uring',
  'uring-rename': 'writes a new file and renames it over the original by io_uring',
  'new-then-punch': 'writes a new file and punches a hole over all of the original',
  elsewhere: 'writes a new file under a number in another directory and unlinks the original',
  nameless: 'writes a file without a name, names it when it is whole, and unlinks the original',
  'truncate-rewrite': 'truncates and writes anew, in one session',
  'truncate-path': 'truncates by path, then opens and writes anew',
  'empty-then-append': 'truncates in one session and writes in another',
  'unlink-first': 'unlinks the original, then writes a new file from memory',
  'other-file-system': 'copies to a tmpfs, encrypts there and copies back',
};
const SHORT: readonly Order[] = ['in-place', 'new-then-unlink', 'rename-over'];

export const orderRows: readonly ShapeRow[] = (Object.keys(ORDERS) as readonly Order[]).map((order) => ({
  name: `order-${order}`,
  row: 'every order of writing and naming',
  about: ORDERS[order],
  shape: { order, cipher: order === 'rename-over' ? 'aes' : 'chacha20' },
  short: SHORT.includes(order),
}));
