/** Where results go as NDJSON. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Proof } from '../../coverage/index.ts';
import { UsageError } from '../usage-error.ts';

export interface Results {
  /** They go to standard output, so that words for people go elsewhere. */
  readonly standard: boolean;
  write(proof: Proof): void;
  close(): void;
}

/** @param output as given; absent, they go to standard output unless that is a terminal. @throws UsageError */
export function openResults(output: string | undefined, isTerminal: boolean): Results {
  if (output === '-' || (output === undefined && !isTerminal)) {
    return { standard: true, write: (proof) => void process.stdout.write(line(proof)), close: () => {} };
  }
  if (output === undefined) return { standard: false, write: () => {}, close: () => {} };
  const file = opened(output);
  return { standard: false, write: (proof) => void writeSync(file, line(proof)), close: () => closeSync(file) };
}

function opened(path: string): number {
  try {
    return openSync(path, 'a', 0o600);
  } catch (error) {
    throw new UsageError(`cannot write results to ${path}: ${(error as Error).message}`);
  }
}

const line = (proof: Proof) => `${JSON.stringify(proof)}\n`;
