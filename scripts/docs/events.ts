/** Every event kind has its page, and every page its event. C and TypeScript agree on the names. */
import { basename } from 'node:path';
import { pageProblems } from './fixed-headings.ts';
import { codeCells, section } from './page.ts';
import type { Check, Repository } from './repository.ts';

/** Made by the engine's side of the stream, so that C has no record for it. */
const WITHOUT_RECORD = new Set(['gap']);

/** The kinds that src/event declares: an interface with a `kind` of exactly one literal. */
export function eventKinds(repository: Repository): readonly string[] {
  const sources = repository.find('src/event/*.ts').filter((path) => !path.endsWith('.test.ts'));
  return sources
    .flatMap((path) => [...repository.read(path).matchAll(/^ {2}readonly kind: '([a-z_]+)';$/gm)])
    .map((match) => match[1] ?? '');
}

function recordTypes(repository: Repository): readonly string[] {
  const declaration = /enum cw_type \{([^}]*)\}/.exec(repository.read('sensor/event.h'))?.[1] ?? '';
  return [...declaration.matchAll(/CW_([A-Z_]+) =/g)].map((match) => (match[1] ?? '').toLowerCase());
}

/** Field names in the page's table that the event's interface does not have, and the other way round. */
function fieldProblems(repository: Repository, kind: string, page: string): readonly string[] {
  const source = repository
    .find('src/event/*.ts')
    .map((path) => repository.read(path))
    .find((text) => text.includes(`\n  readonly kind: '${kind}';\n`));
  const body = source?.split(`\n  readonly kind: '${kind}';\n`)[1]?.split('\n}')[0] ?? '';
  const declared = [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map((match) => match[1] ?? '');
  const shared = new Set(['process', 'pid']);
  const told = new Set(codeCells(section(repository.read(page), 'Fields')).map((name) => name.split('.')[0] ?? ''));
  return [
    ...declared
      .filter((name) => !told.has(name) && !shared.has(name))
      .map((name) => `${page}: the field ${name} is not told`),
    ...[...told].filter((name) => !declared.includes(name)).map((name) => `${page}: there is no field ${name}`),
  ];
}

export const checkEvents: Check = (repository) => {
  const kinds = eventKinds(repository);
  const types = recordTypes(repository);
  const pages = repository.find('docs/events/*.md').map((path) => basename(path, '.md'));
  return [
    ...(kinds.length === 0 ? ['src/event declares no event kind'] : []),
    ...kinds.flatMap((kind) =>
      pageProblems(repository, `docs/events/${kind}.md`, 'Event pages', new RegExp(`^${kind}$`)),
    ),
    ...kinds
      .filter((kind) => pages.includes(kind))
      .flatMap((kind) => fieldProblems(repository, kind, `docs/events/${kind}.md`)),
    ...pages.filter((page) => !kinds.includes(page)).map((page) => `docs/events/${page}.md: there is no such event`),
    ...kinds
      .filter((kind) => !types.includes(kind) && !WITHOUT_RECORD.has(kind))
      .map((kind) => `sensor/event.h has no record type for ${kind}`),
    ...types.filter((type) => !kinds.includes(type)).map((type) => `src/event has no kind for the record ${type}`),
  ];
};
