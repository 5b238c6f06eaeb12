/** docs/dependencies.md tells of exactly what package.json and scripts/packages.json name. */
import { codeCells, section } from './page.ts';
import type { Check } from './repository.ts';

const PAGE = 'docs/dependencies.md';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function compare(heading: string, told: readonly string[], used: readonly string[]): readonly string[] {
  return [
    ...used.filter((name) => !told.includes(name)).map((name) => `${PAGE}: ${name} is not told under “${heading}”`),
    ...told.filter((name) => !used.includes(name)).map((name) => `${PAGE}: ${name} under “${heading}” is not used`),
  ];
}

export const checkDependencies: Check = (repository) => {
  if (!repository.exists(PAGE)) return [`${PAGE} is missing`];
  const text = repository.read(PAGE);
  const manifest = JSON.parse(repository.read('package.json')) as Manifest;
  const system = JSON.parse(repository.read('scripts/packages.json')) as { packages: { name: string }[] };
  const running = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
  const parts: readonly (readonly [heading: string, used: readonly string[]])[] = [
    ['Node packages at run time', running],
    ['Node packages for development', Object.keys(manifest.devDependencies ?? {})],
    ['System packages', system.packages.map(({ name }) => name)],
  ];
  return parts.flatMap(([heading, used]) => compare(heading, codeCells(section(text, heading)), used));
};
