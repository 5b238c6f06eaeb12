/**
 * Where lines go: a file that is appended to, or standard output. The engine must neither block nor
 * lose a line's framing, so a pipe is opened anew without blocking, a last line that an earlier
 * crash tore is closed with a newline, and a line that could not be finished is cut off again.
 */
import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { Socket } from 'node:net';
import { SinkError } from './sink-error.ts';

export interface LineOutput {
  readonly fd: number;
  /** A newline is owed before the first line. */
  readonly torn: boolean;
  /** Takes back the bytes of a line that was begun and cannot be finished. False when that is impossible. */
  takeBack(bytes: number): boolean;
  close(): void;
}

/** Command lines can hold secrets, so only the owner may read what we create. */
const FILE_MODE = 0o600;

/** @throws SinkError `cannot_open` */
export function openFileOutput(path: string): LineOutput {
  const { O_APPEND, O_CREAT, O_NONBLOCK, O_WRONLY } = constants;
  try {
    // O_NONBLOCK: a fifo without a reader fails at once (ENXIO) instead of hanging.
    return output(openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, FILE_MODE), path);
  } catch (cause) {
    throw new SinkError('cannot_open', `cannot write findings to ${path}: ${reason(cause)}`, { cause });
  }
}

/** Standard output. Closing it leaves descriptor 1 open. @throws SinkError `cannot_open` */
export function openStandardOutput(): LineOutput {
  try {
    return output(reopenedStandardOutput(), undefined);
  } catch (cause) {
    throw new SinkError('cannot_open', `cannot write findings to standard output: ${reason(cause)}`, { cause });
  }
}

/** A descriptor of our own on the same pipe, terminal or file: O_NONBLOCK on it bothers nobody who shares descriptor 1. */
function reopenedStandardOutput(): number {
  const { O_APPEND, O_NONBLOCK, O_WRONLY } = constants;
  try {
    return openSync('/proc/self/fd/1', O_WRONLY | O_APPEND | O_NONBLOCK);
  } catch {
    // A socket, or a pipe of another user: written through descriptor 1 itself. Without O_NONBLOCK a reader
    // that has stopped would hold a thread, and the process with it; the only way to it here is to open a stream.
    const stat = fstatSync(1);
    if (stat.isSocket() || stat.isFIFO()) new Socket({ fd: 1, readable: false, writable: true }).unref();
    return 1;
  }
}

function output(fd: number, path: string | undefined): LineOutput {
  const regular = fstatSync(fd).isFile();
  return {
    fd,
    torn: regular && path !== undefined && endsTorn(path),
    takeBack(bytes) {
      if (!regular) return false;
      try {
        ftruncateSync(fd, fstatSync(fd).size - bytes);
        return true;
      } catch {
        return false;
      }
    },
    close() {
      if (fd !== 1) closeSync(fd);
    },
  };
}

function endsTorn(path: string): boolean {
  const fd = openSync(path, constants.O_RDONLY);
  try {
    const { size } = fstatSync(fd);
    const last = new Uint8Array(1);
    return size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
  } finally {
    closeSync(fd);
  }
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
