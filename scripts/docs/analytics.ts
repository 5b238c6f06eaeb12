/** Every analytic has its page, which names each of its evidence legs. */
import { basename } from 'node:path';
import { pageProblems } from './fixed-headings.ts';
import { section } from './page.ts';
import type { Check } from './repository.ts';

export const checkAnalytics: Check = (repository) => {
  const folders = new Set(repository.find('src/analytics/an[0-9]*/*.ts').map((path) => path.split('/')[2] ?? ''));
  const pages = repository.find('docs/analytics/*.md').map((path) => basename(path, '.md'));
  return [
    ...(folders.size === 0 ? ['src/analytics has no analytic'] : []),
    ...[...folders].flatMap((folder) => {
      const id = folder.toUpperCase();
      const page = `docs/analytics/${id}.md`;
      const problems = pageProblems(repository, page, 'Analytic pages', new RegExp(`^${id}\\b`));
      if (!repository.exists(page)) return problems;
      const told = section(repository.read(page), 'Evidence legs');
      const legs = repository
        .find(`src/analytics/${folder}/legs/*.ts`)
        .filter((path) => !path.endsWith('.test.ts'))
        .map((path) => basename(path, '.ts'))
        .filter((leg) => leg !== 'index');
      return [
        ...problems,
        ...legs.filter((leg) => !told.includes(leg)).map((leg) => `${page}: the evidence leg ${leg} is not told`),
      ];
    }),
    ...pages
      .filter((page) => !folders.has(page.toLowerCase()))
      .map((page) => `docs/analytics/${page}.md: there is no such analytic`),
  ];
};
