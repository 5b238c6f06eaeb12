/** Another process, a real one, that holds a store or a lock. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Holder {
  readonly pid: number;
  /** Ends as it should. */
  end(): Promise<void>;
  /** Ends at once, without a chance to tidy up. */
  kill(): Promise<void>;
}

export async function holder(directory: string, what: 'store' | 'lock'): Promise<Holder> {
  const script = join(import.meta.dirname, 'holder-script.ts');
  const child = spawn(process.execPath, [script, directory, what], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return {
    pid: child.pid ?? 0,
    end: () => ended(child, () => child.stdin.write('\n')),
    kill: () => ended(child, () => child.kill('SIGKILL')),
  };
}

async function ended(child: ChildProcess, ask: () => void): Promise<void> {
  const exit = once(child, 'exit');
  ask();
  await exit;
}
