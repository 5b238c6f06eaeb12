/**
 * What a content class is.
 *
 * @module
 */

/**
 * Classes of content. `binary` is neither text, nor random, nor of a format known here; `structured` is text
 * with a data syntax (JSON, CSV, INI…).
 */
export type ContentClass =
  | 'empty'
  | 'text'
  | 'markup'
  | 'source'
  | 'structured'
  | 'image'
  | 'audio'
  | 'video'
  | 'document'
  | 'pdf'
  | 'archive'
  | 'compressed'
  | 'executable'
  | 'database'
  | 'font'
  | 'disk_image'
  | 'key'
  | 'encrypted_container'
  | 'encoded'
  | 'random'
  | 'binary';

/** What a range is taken for. */
export interface Content {
  readonly class: ContentClass;
  /** Short name of the format: `gzip`, `openpgp`, `utf-8`…; the class again when nothing finer is known. */
  readonly format: string;
  /** 0…1: how sure, given the length of the range. */
  readonly certainty: number;
  readonly reasons: readonly string[];
}

/** What a parser is given: bytes from the file's very start. */
export interface Head {
  readonly bytes: Uint8Array;
  /** Size of the whole file in bytes; the sample may be all of it. */
  readonly size: number;
}

/** Builds a {@link Content}. */
export function content(cls: ContentClass, format: string, certainty: number, ...reasons: readonly string[]): Content {
  return { class: cls, format, certainty, reasons };
}
