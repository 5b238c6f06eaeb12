/** The kinds of documents that a corpus is made of. */
import { archive, database, picture, portable } from './binary.ts';
import { disk, tablespace, virtualDisk } from './disk.ts';
import { farText, key, mailbox, script, tiny, westernText, wideText } from './encoding.ts';
import { film, gzipped, sound, zstandard } from './media.ts';
import { office, openDocument, spreadsheet } from './office.ts';
import { photo } from './photo.ts';
import type { Random } from './random.ts';
import { data, journal, letter, mail, markdown, page, source, table } from './text.ts';

export interface DocumentKind {
  readonly name: string;
  readonly extension: string;
  readonly make: (random: Random) => Buffer;
  /** Taken only when asked for by name: megabytes, or of no use beside others. */
  readonly rare?: boolean;
}

export const KINDS: readonly DocumentKind[] = [
  { name: 'letter', extension: 'txt', make: letter },
  { name: 'table', extension: 'csv', make: table },
  { name: 'page', extension: 'html', make: page },
  { name: 'data', extension: 'json', make: data },
  { name: 'picture', extension: 'png', make: picture },
  { name: 'source', extension: 'c', make: source },
  { name: 'office', extension: 'docx', make: office },
  { name: 'journal', extension: 'log', make: journal },
  { name: 'portable', extension: 'pdf', make: portable },
  { name: 'markdown', extension: 'md', make: markdown },
  { name: 'archive', extension: 'zip', make: archive },
  { name: 'mail', extension: 'eml', make: mail },
  { name: 'database', extension: 'sqlite', make: database },
  { name: 'photo', extension: 'jpg', make: photo },
  { name: 'spreadsheet', extension: 'xlsx', make: spreadsheet },
  { name: 'open-document', extension: 'odt', make: openDocument },
  { name: 'mailbox', extension: 'mbox', make: mailbox },
  { name: 'script', extension: 'py', make: script },
  { name: 'wide-text', extension: 'txt', make: wideText },
  { name: 'western-text', extension: 'txt', make: westernText },
  { name: 'far-text', extension: 'txt', make: farText },
  { name: 'key', extension: 'pem', make: key },
  { name: 'sound', extension: 'wav', make: sound },
  { name: 'film', extension: 'mp4', make: film },
  { name: 'gzipped', extension: 'gz', make: gzipped },
  { name: 'zstandard', extension: 'zst', make: zstandard },
  { name: 'tablespace', extension: 'ibd', make: tablespace },
  { name: 'tiny', extension: 'conf', make: tiny, rare: true },
  { name: 'disk', extension: 'img', make: disk, rare: true },
  { name: 'virtual-disk', extension: 'qcow2', make: virtualDisk, rare: true },
];
