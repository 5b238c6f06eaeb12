/** Who did what to what, in one line of plain words. */
import type { Finding } from '../../incident/index.ts';
import { printable } from '../../sink/index.ts';
import { fate } from './affected.ts';
import { commonFolder } from './where.ts';
import { counted, nameOf } from './words.ts';

export function headline(finding: Finding): string {
  const { affected, actor } = finding;
  if (affected === undefined || actor.path === '') return printable(finding.title, 240);
  const tool = toolOf(finding);
  const who = printable(nameOf(actor.path), 48);
  const did = tool === undefined ? `${who} encrypted` : `${who} ran ${printable(nameOf(tool), 48)} over`;
  const where = commonFolder(affected.files);
  const below = where === undefined ? '' : ` below ${where}`;
  return `${did} ${counted(affected.total, 'file')}${below}; originals ${fate(affected)}`;
}

/** The image that most of the files suffered by, when the actor only started it. */
function toolOf({ affected, actor, tree }: Finding): string | undefined {
  const images = new Map<string, number>();
  for (const { process } of affected?.files ?? []) {
    const path = tree.find(({ key }) => key === process)?.path;
    if (path !== undefined && path !== '') images.set(path, (images.get(path) ?? 0) + 1);
  }
  const most = [...images].sort((a, b) => b[1] - a[1])[0]?.[0];
  return most === actor.path ? undefined : most;
}
