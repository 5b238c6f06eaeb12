/** What a workload of the benign suite is: ordinary work with the real program, about which nothing is to be told. */
import type { Need } from '../../emulations/emulation.ts';
import type { Room } from './room.ts';

export interface Workload {
  /** The family's file and a name, kebab-case: `archive/tar-over`. Unique. */
  readonly id: string;
  /** What it does, in one line. */
  readonly about: string;
  /** The row of what must not alert that it stands for; several share one. */
  readonly row: string;
  /** Programs beyond the shell's and coreutils, each by the package that holds it. */
  readonly needs: readonly Need[];
  /** Belongs to the short form, which the tests run. */
  readonly short: boolean;
  /** Why this machine cannot run it, although it has the programs. */
  readonly unfit?: () => string | undefined;
  /** Makes what the work needs. It is another job's doing: what it makes are originals to the work. */
  readonly prepare: (room: Room) => Promise<void>;
  /** Does the work in jobs of its own, and throws when it was not done. */
  readonly run: (room: Room) => Promise<void>;
}

/** @param commands `command` where the package has its name, else `command:package` */
export function needs(...commands: readonly string[]): readonly Need[] {
  return commands.map((text) => {
    const [command = '', from = command] = text.split(':');
    return { command, package: from };
  });
}
