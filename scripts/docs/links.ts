/** Relative links lead to a file that is there, and anchors to a heading. */
import { dirname, join, normalize } from 'node:path';
import { anchorOf, headings, localLinks } from './page.ts';
import type { Check } from './repository.ts';

export const checkLinks: Check = (repository) =>
  repository.find('**/*.md').flatMap((page) =>
    localLinks(repository.read(page)).flatMap(({ line, path, anchor }) => {
      const target = path === '' ? page : normalize(path.startsWith('/') ? path.slice(1) : join(dirname(page), path));
      if (!repository.exists(target)) return [`${page}:${line}: ${path} is not there`];
      if (anchor === '' || !target.endsWith('.md')) return [];
      const text = repository.read(target);
      const anchors = [1, 2, 3, 4].flatMap((level) => headings(text, level)).map(anchorOf);
      return anchors.includes(anchor) ? [] : [`${page}:${line}: ${target} has no heading for #${anchor}`];
    }),
  );
