/** The command line was not understood. The message is one line with the way out. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'usage';
}
