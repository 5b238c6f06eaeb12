/** How a finding is put into an object of its own for output. */
import type { Finding } from '../incident/index.ts';
import { ocsfFormat } from './ocsf/index.ts';

/** Called once per finding that is written, in order. */
export type FindingFormat = (finding: Finding) => object;

/** Formats by name, as `--format` takes them. */
export const FORMATS = ['ocsf', 'native'] as const;
export type FormatName = (typeof FORMATS)[number];

/** The native format: the finding itself. */
export const nativeFormat: FindingFormat = (finding) => finding;

/** @param version of Cipherwatch, for formats that name the product. */
export function findingFormat(name: FormatName, version: string): FindingFormat {
  return name === 'native' ? nativeFormat : ocsfFormat(version);
}
