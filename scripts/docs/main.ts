/** `npm run check` (stage docs): compares the documentation with the sources. Exit code 1 when they differ. */
import { join } from 'node:path';
import { checkAnalytics } from './analytics.ts';
import { checkDependencies } from './dependencies.ts';
import { checkEvents } from './events.ts';
import { checkLinks } from './links.ts';
import { checkRecords } from './records.ts';
import { openRepository } from './repository.ts';
import { checkSettings } from './settings.ts';

const repository = openRepository(join(import.meta.dirname, '../..'));
const checks = [checkEvents, checkAnalytics, checkLinks, checkRecords, checkDependencies, checkSettings];
const problems = checks.flatMap((check) => check(repository));
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
