/** Design records are numbered from 001 without gaps, and shaped alike. */
import { basename } from 'node:path';
import { pageProblems } from './fixed-headings.ts';
import type { Check } from './repository.ts';

export const checkRecords: Check = (repository) =>
  repository.find('docs/design/*.md').flatMap((path, index) => {
    const number = String(index + 1).padStart(3, '0');
    const name = basename(path);
    return [
      ...(new RegExp(`^${number}-[a-z0-9-]+\\.md$`).test(name) ? [] : [`${path}: the next record is ${number}-….md`]),
      ...pageProblems(repository, path, 'Design records', /^\d{3}: \S/),
    ];
  });
