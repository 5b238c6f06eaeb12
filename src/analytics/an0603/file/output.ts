/**
 * What was written into a new or emptied file. Its class is worked out only when somebody asks.
 *
 * @module
 */
import type { FileKey } from '../../../event/index.ts';
import { type Content, classifyQuickly, isCiphertext } from '../../../stats/index.ts';
import type { Sceptic } from '../loss/sceptic.ts';
import { BEHIND, behindBeginning, type Further } from './behind.ts';
import type { Deed } from './deed.ts';

const NO_BYTES = new Uint8Array(0);
const NO_RANGES: readonly Further[] = [];

export class Output implements Deed {
  readonly file: FileKey;
  process: Deed['process'];
  lineage: Deed['lineage'];
  time: number;
  openedAt: number;
  size: number;
  /** Its bytes were moved by the kernel and passed no buffer. */
  spliced = false;
  /** The original that is known to have become this; it cannot be another one's as well. */
  claimedBy: FileKey | undefined;
  /** First of a row of outputs of one size that this one goes on, or ends being smaller. */
  #first: Output | undefined;
  #head: Uint8Array;
  #further: readonly Further[];
  #content: Content | undefined;
  #cipher: boolean | undefined;

  constructor(
    file: FileKey,
    deed: Deed,
    openedAt: number,
    size: number,
    head: Uint8Array,
    further: readonly Further[] = NO_RANGES,
  ) {
    this.file = file;
    this.process = deed.process;
    this.lineage = deed.lineage;
    this.time = deed.time;
    this.openedAt = openedAt;
    this.size = size;
    this.claimedBy = undefined;
    this.#first = undefined;
    this.#head = head;
    this.#further = further;
    this.#content = undefined;
    this.#cipher = undefined;
  }

  /** First bytes of the file, at most 512. */
  get head(): Uint8Array {
    return this.#head;
  }

  /** What is known of it beyond its first bytes. */
  get further(): readonly Further[] {
    return this.#further;
  }

  get content(): Content {
    if (this.#content !== undefined) return this.#content;
    const first = classifyQuickly(this.#head, this.size, 0);
    this.#content = behindBeginning(this.#head, first, this.#further) ?? first;
    return this.#content;
  }

  /** Ciphertext, if it is any, behind a beginning that is none. */
  get isBehind(): boolean {
    return this.content.format === BEHIND;
  }

  /** The process wrote this one after that one: it may be the next volume of what that one began. */
  follows(previous: Output | undefined): void {
    if (previous === undefined || this.size > previous.size) return;
    const first = previous.#first;
    this.#first = first !== undefined && first.size === previous.size ? first : previous;
  }

  /** A further volume of a compressed stream that is cut into files of one size (`tar cz | split`). The first has the stream's beginning. */
  get isVolume(): boolean {
    const kind = this.content.class === 'random' ? this.#first?.content.class : undefined;
    return kind === 'compressed' || kind === 'archive';
  }

  /** Known to be no ciphertext. */
  get isPlain(): boolean {
    return this.#cipher === false;
  }

  /** Whether it can be the output of an encryption, also after a second look. */
  isCipher(sceptic: Sceptic): boolean {
    this.#cipher ??=
      isCiphertext(this.content) && !this.isVolume && sceptic.believes(this.process, this.content, this.#head);
    return this.#cipher;
  }

  /** Forgets its bytes, to save room; what was worked out stays. */
  forget(): void {
    this.#head = NO_BYTES;
    this.#further = NO_RANGES;
    this.#first = undefined;
  }
}
