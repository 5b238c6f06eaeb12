/** An emulation as a running process: started in a group of its own, ended with all that it started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from '../kernel/requirement.ts';

export class Attack {
  readonly child: ChildProcess;
  /** ms since the epoch */
  readonly startedAt = Date.now();
  readonly #closed: Promise<unknown>;
  stderr = '';

  /** @param command a path below emulations/, or absolute */
  constructor(command: string, args: readonly string[]) {
    const program = command.startsWith('/') ? command : `${ROOT}/emulations/${command}`;
    this.child = spawn(program, args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#closed = once(this.child, 'close');
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Waits for its end. @returns its exit code; null when it was killed after `timeout` ms */
  async ended(timeout: number): Promise<number | null> {
    const alarm = setTimeout(() => this.kill(), timeout);
    await this.#closed;
    clearTimeout(alarm);
    return this.child.exitCode;
  }

  /** Ends the process group that was made for it. */
  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    try {
      process.kill(-this.pid, signal);
    } catch {
      // it is gone already
    }
  }
}
