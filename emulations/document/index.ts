/** The kinds of documents that a corpus is made of. */
import { archive, database, office, picture, portable } from './binary.ts';
import type { Random } from './random.ts';
import { data, journal, letter, mail, markdown, page, source, table } from './text.ts';

export interface DocumentKind {
  readonly name: string;
  readonly extension: string;
  readonly make: (random: Random) => Buffer;
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
];
