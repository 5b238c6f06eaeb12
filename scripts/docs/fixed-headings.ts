/** A page has the headings that docs/README.md fixes for its sort, in that order. */
import { headings, numberedList, section } from './page.ts';
import type { Repository } from './repository.ts';

export type PageSort = 'Event pages' | 'Analytic pages' | 'Design records';

export function fixedHeadings(repository: Repository, sort: PageSort): readonly string[] {
  return numberedList(section(repository.read('docs/README.md'), sort));
}

/** What is wrong with one page: it is missing, or has other headings, or an empty section. */
export function pageProblems(repository: Repository, page: string, sort: PageSort, title: RegExp): readonly string[] {
  if (!repository.exists(page)) return [`${page} is missing`];
  const text = repository.read(page);
  const fixed = fixedHeadings(repository, sort);
  const found = headings(text, 2);
  const [first = ''] = headings(text, 1);
  return [
    ...(title.test(first) ? [] : [`${page}: the title is “${first}”, and should match ${title}`]),
    ...(found.join('\n') === fixed.join('\n')
      ? []
      : [`${page}: the headings are “${found.join('”, “')}”, and should be “${fixed.join('”, “')}”`]),
    ...fixed
      .filter((heading) => found.includes(heading) && section(text, heading).trim() === '')
      .map((heading) => `${page}: nothing is said under “${heading}”`),
  ];
}
