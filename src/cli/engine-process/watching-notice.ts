/** Tells once that everything is attached: when what ran before has been told, or at the first tick after the head. */
import type { Event, Hello } from '../../event/index.ts';
import type { Watching } from './watching.ts';

export class WatchingNotice {
  readonly name = 'watching';
  readonly #about: Omit<Watching, 'hello' | 'snapshot'>;
  readonly #tell: (watching: Watching) => void;
  #hello: Hello | undefined;
  #told = false;

  constructor(about: Omit<Watching, 'hello' | 'snapshot'>, tell: (watching: Watching) => void) {
    this.#about = about;
    this.#tell = tell;
  }

  observe(event: Event): void {
    if (this.#told) return;
    if (event.kind === 'hello') this.#hello = event;
    if (this.#hello === undefined || (event.kind !== 'snapshot_end' && event.kind !== 'status')) return;
    this.#told = true;
    const snapshot = event.kind === 'snapshot_end' ? event : undefined;
    this.#tell({ ...this.#about, hello: this.#hello, snapshot });
  }
}
