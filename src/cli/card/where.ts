/** Where it happened: the host, and the directory that suffers or the far end. */
import type { Finding } from '../../incident/index.ts';
import { printable } from '../../sink/index.ts';
import { counted, folderOf } from './words.ts';

export function whereLine({ host, affected, sessions, actor }: Finding): string {
  const name = printable(host.name, 64);
  if (affected !== undefined) {
    const folders = affected.directories > 1 ? ` (${counted(affected.directories, 'directory', 'directories')})` : '';
    return `${name}: ${commonFolder(affected.files) ?? 'unknown'}${folders}`;
  }
  const ends = [...new Set(sessions.map(({ remote }) => endpoint(remote)))];
  const more = ends.length > 3 ? `, and ${ends.length - 3} more` : '';
  const started = actor.cwd === '' ? '' : `; started in ${printable(actor.cwd, 120)}`;
  return `${name} → ${ends.slice(0, 3).join(', ')}${more}${started}`;
}

/** `10.77.0.2:4433`, `[2001:db8::1]:443`. */
export function endpoint(end: { readonly address: string; readonly port: number }): string {
  const host = printable(end.address, 64);
  return host.includes(':') ? `[${host}]:${end.port}` : `${host}:${end.port}`;
}

/** The deepest directory above all of these files, or the ones below `/` when there is none; undefined without files. */
export function commonFolder(files: readonly { readonly path: string }[]): string | undefined {
  const folders = files.map(({ path }) => folderOf(path).split('/').slice(1));
  const [one] = folders;
  if (one === undefined) return undefined;
  let length = one.length;
  for (const parts of folders) while (!one.slice(0, length).every((part, i) => part === parts[i])) length -= 1;
  if (length > 0) return printable(`/${one.slice(0, length).join('/')}`, 160);
  const tops = [...new Set(folders.map(([top]) => `/${top ?? ''}`))].sort();
  return tops.length > 4 ? `${tops.slice(0, 4).join(', ')}, …` : printable(tops.join(', '), 160);
}
