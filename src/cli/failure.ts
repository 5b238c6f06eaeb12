/** Turns an error into one line and an exit code: 2 usage or configuration, 3 cannot run here, 1 anything else. */
import { CanaryError } from '../canary/error.ts';
import { CoverageError } from '../coverage/error.ts';
import { EventError } from '../event/error.ts';
import { LaunchError } from '../launch/error.ts';
import { SettingsError } from '../settings/error.ts';
import { SinkError } from '../sink/sink-error.ts';
import { SourceError } from '../source/error.ts';
import { StoreError } from '../store/store-error.ts';
import { UsageError } from './usage-error.ts';
import type { ExitCode } from './verb.ts';

export interface Failure {
  readonly code: ExitCode;
  readonly line: string;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) return { code: 2, line: `${error.message} (cipherwatch --help)` };
  if (error instanceof SettingsError || error instanceof SinkError) return { code: 2, line: error.message };
  if (error instanceof LaunchError) return { code: error.code === 'engine_ended' ? 1 : 3, line: error.message };
  if (error instanceof CanaryError) return { code: error.code === 'no_directory' ? 2 : 3, line: error.message };
  if (error instanceof SourceError) return { code: 2, line: error.message };
  if (error instanceof StoreError) return { code: 3, line: error.message };
  if (error instanceof CoverageError) return { code: error.code === 'cannot_watch' ? 3 : 1, line: error.message };
  if (error instanceof EventError) return { code: error.code === 'contract' ? 3 : 2, line: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 1, line: `${message} (a fault in cipherwatch; --debug says where)` };
}

/** Writes the line, and with `--debug` the stack and its causes. */
export function tellFailure(error: unknown, debug: boolean): ExitCode {
  const { code, line } = failureOf(error);
  process.stderr.write(`cipherwatch: ${line.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  if (debug) console.error(error);
  return code;
}
