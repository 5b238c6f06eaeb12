/** An emulation made of a shape of the encryptor. */
import { join } from 'node:path';
import type { Corpus, CorpusOptions } from '../../corpus.ts';
import type { Effects, Emulation, Need } from '../../emulation.ts';
import type { Ground } from '../../ground.ts';
import { attack } from '../attack.ts';
import { noteText } from '../note.ts';
import { built, COMPILER } from './build.ts';
import { argumentsOf, type Shape, settled } from './shape.ts';
import { leftAt, undo } from './undo.ts';

/** How the encryptor is started, when not by its name. */
export interface Start {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface ShapeRow {
  /** kebab-case, without the analytic's folder. */
  readonly name: string;
  readonly row: string;
  readonly about: string;
  readonly shape: Shape;
  readonly short?: boolean;
  readonly corpus?: CorpusOptions;
  /** Originals a second where the ground sets no rate. */
  readonly rate?: number;
  readonly note?: 'english' | 'german' | 'russian' | 'spanish' | 'chinese';
  readonly needs?: readonly Need[];
  /** Where nothing but the encryptor's arguments is given: a program that starts it. */
  readonly start?: (ground: Ground, args: readonly string[]) => Start;
}

export function shapeEmulation(one: ShapeRow): Emulation {
  const { name, row, about, short = false, needs = [] } = one;
  return {
    id: `an0603/${name}`,
    analytic: 'AN0603',
    row,
    about,
    needs: [...COMPILER, ...needs],
    short,
    paced: true,
    run: (ground) => runShape(ground, one),
  };
}

/** The encryptor by its name: a new image each time, as it is for its victims. */
const byItself = (ground: Ground, args: readonly string[]): Start => ({
  program: ground.program(built('encryptor'), true),
  args,
});

async function runShape(ground: Ground, one: ShapeRow): Promise<Effects> {
  const shape = settled(ground, one.shape);
  const corpus = ground.corpus(one.corpus);
  const aside = ground.folder('aside');
  const { program, args, env = {} } = (one.start ?? byItself)(ground, argumentsOf(corpus, shape, aside));
  const rate = ground.rate ?? one.rate;
  const lies = views(corpus, shape, aside);
  return attack(ground, lies.corpus, program, args, {
    ...(rate === undefined ? {} : { rate }),
    env: { ...env, ...(one.note === undefined ? {} : { EMULATION_NOTE: noteText(ground, one.note) }) },
    least: Math.min(corpus.files.length, shape.limit ?? Number.POSITIVE_INFINITY),
    at: lies.at,
    undo: (path) => undo(path, leftAt(lies.at(path), shape, aside), shape),
  });
}

/** What is read to see what was done. Of an overlay's lower layer, the upper holds what became of it. */
function views(corpus: Corpus, shape: Shape, aside: string): { corpus: Corpus; at: (path: string) => string } {
  if (shape.through !== 'overlay-lower') return { corpus, at: (path) => path };
  const upper = join(aside, 'upper');
  const at = (path: string) => upper + path.slice(corpus.directory.length);
  return { corpus: { ...corpus, directory: upper }, at };
}
