/**
 * What counts as the same program when it is remembered what is usual of it: a package's image by its place, since
 * an update replaces the file; any other image by the file; of an interpreter also the code that it runs, since all
 * that is written in python is not one program.
 *
 * @module
 */
import type { Process } from '../../../host/index.ts';
import type { Program } from './program.ts';

/** Undefined where it is not known what runs: code from standard input. */
export function identityOf(process: Process, { kind, code }: Program): string | undefined {
  const { image, ownership } = process;
  const file = ownership.state === 'packaged' && !image.deleted ? `${ownership.name} ${image.path}` : image.file;
  if (kind === 'other') return file;
  switch (code?.from) {
    case 'script':
      return `${file} ${code.path.startsWith('/') ? '' : `${process.cwd}/`}${code.path}`;
    case 'module':
      return `${file} -m ${code.name}`;
    case 'inline':
      return `${file} ${process.argv.slice(1).join(' ').slice(0, 4096)}`;
    default:
      return undefined;
  }
}
