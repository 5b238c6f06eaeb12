/**
 * Asks where images came from, once per image, and remembers. What was not answered `packaged` is asked again
 * later, paced by event time, so that a replay asks the same questions in the same order.
 */
import { ClockMap } from '../clock-map.ts';
import { type ImageQuestion, isPending, namedQuestion, type OwnershipProvider } from '../ownership/provider.ts';
import type { NamedFile, Ownership, Process } from '../view.ts';

interface Cell {
  touched: boolean;
  readonly question: ImageQuestion;
  answer: Ownership;
  askedAt: number;
}

/** What the origin of an image depends on, beside the package database. */
export type Placed = Pick<Process, 'image' | 'namespaces' | 'pid'> & { readonly contained: boolean };

/** How long anything but `packaged` is believed, ms of event time. */
const ASK_AGAIN = 10_000;

const UNPACKAGED: Ownership = { state: 'unpackaged' };

function unknown(why: string): Ownership {
  return { state: 'unknown', why };
}

const KERNEL = unknown('it has no image (a kernel thread)');
const REPLACED = unknown('its image was replaced or removed before it was seen');
const CONTAINED = unknown('it runs in a container, whose package database is not asked');
const ELSEWHERE = unknown('it has a mount namespace of its own, so its paths are not those of the host');

export class ImageOwnership {
  readonly #cells: ClockMap<string, Cell>;
  readonly #pending = new Set<Cell>();
  readonly #provider: OwnershipProvider;
  /** The host's own mount namespace: that of pid 1; until that is seen the oldest (lowest) one outside containers. */
  #hostMounts: number | undefined;
  #certain = false;

  constructor(provider: OwnershipProvider, cap: number) {
    this.#provider = provider;
    this.#cells = new ClockMap(cap, (_key, cell) => this.#pending.delete(cell));
  }

  get size(): number {
    return this.#cells.size;
  }

  get evictions(): number {
    return this.#cells.evictions;
  }

  /** @param executed false when it ran before the sensor. @param time of the event that asks, ms since the epoch. */
  of(placed: Placed, executed: boolean, time: number): Ownership {
    const { image, namespaces } = placed;
    this.#learnHost(placed);
    if (image.memfd) return UNPACKAGED;
    if (image.path === '') return KERNEL;
    const key = `${image.file}@${image.modifiedAt}`;
    // A file that was unlinked before it was executed was not installed; a daemon's may have been upgraded since.
    if (image.deleted) return executed ? UNPACKAGED : REPLACED;
    if (placed.contained) return CONTAINED;
    // The same inode, met before under the host's own names, is the same answer.
    if (namespaces.mnt !== this.#hostMounts) return this.#cells.get(key)?.answer ?? ELSEWHERE;
    return this.#ask(key, image, time);
  }

  /**
   * Of a file that `placed` names on its command line. Only the host's own names are asked about.
   * @param path absolute
   */
  ofNamed(path: string, { contained, namespaces }: Placed, time: number): Ownership {
    if (contained) return CONTAINED;
    if (namespaces.mnt !== this.#hostMounts) return ELSEWHERE;
    return this.#ask(path, namedQuestion(path), time);
  }

  /** Asks again what was being found out; true when an answer came. Call `settled` for each process then. */
  tick(): boolean {
    let answered = false;
    for (const cell of this.#pending) {
      cell.answer = this.#provider.ask(cell.question);
      if (isPending(cell.answer)) continue;
      this.#pending.delete(cell);
      answered = true;
    }
    return answered;
  }

  /** A process whose questions were pending, with what was answered since. */
  settled(process: Process): Process {
    const { image, ownership, loaded, codeFile, foreignLibrary } = process;
    const asked = [ownership, loaded?.ownership, codeFile?.ownership, foreignLibrary?.ownership];
    if (asked.every((one) => one?.state !== 'unknown')) return process;
    return {
      ...process,
      ownership: this.#settle(ownership, `${image.file}@${image.modifiedAt}`),
      loaded: loaded && this.#settleNamed(loaded),
      codeFile: codeFile && this.#settleNamed(codeFile),
      foreignLibrary: foreignLibrary && this.#settleNamed(foreignLibrary),
    };
  }

  #settleNamed<T extends NamedFile>(named: T): T {
    return { ...named, ownership: this.#settle(named.ownership, named.path) };
  }

  #settle(before: Ownership, key: string): Ownership {
    return before.state === 'unknown' ? (this.#cells.get(key)?.answer ?? before) : before;
  }

  #ask(key: string, image: ImageQuestion, time: number): Ownership {
    const cell = this.#cells.get(key);
    if (cell !== undefined && cell.question.path === image.path) {
      if (cell.answer.state === 'packaged' || time - cell.askedAt < ASK_AGAIN) return cell.answer;
      cell.askedAt = time;
      return this.#note(cell);
    }
    if (cell !== undefined) this.#pending.delete(cell);
    const { file, path, size, modifiedAt } = image;
    const question = { file, path, size, modifiedAt };
    const fresh: Cell = { touched: true, question, answer: KERNEL, askedAt: time };
    this.#cells.set(key, fresh);
    return this.#note(fresh);
  }

  #note(cell: Cell): Ownership {
    cell.answer = this.#provider.ask(cell.question);
    if (isPending(cell.answer)) this.#pending.add(cell);
    return cell.answer;
  }

  #learnHost({ pid, contained, namespaces }: Placed): void {
    if (namespaces.mnt === 0 || contained) return;
    if (pid === 1) {
      this.#hostMounts = namespaces.mnt;
      this.#certain = true;
    } else if (!this.#certain && namespaces.mnt < (this.#hostMounts ?? Number.POSITIVE_INFINITY)) {
      this.#hostMounts = namespaces.mnt;
    }
  }
}
