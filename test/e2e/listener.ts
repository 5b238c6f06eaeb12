/** The far end of a command channel: a TLS listener in a namespace, at which the test is the operator. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from '../kernel/harness.ts';
import { certificate } from './certificate.ts';
import type { NetworkNamespace } from './namespace.ts';

export class Listener {
  readonly port = 4433;
  readonly child: ChildProcess;
  /** Everything that the other end sent. */
  heard = '';

  private constructor(namespace: NetworkNamespace, directory: string) {
    const { keyFile, certFile } = certificate(directory);
    const serve = ['openssl', 's_server', '-quiet', '-accept', String(this.port), '-key', keyFile, '-cert', certFile];
    this.child = spawn('ip', ['netns', 'exec', namespace.name, ...serve], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.heard += text;
    });
  }

  /** Listens when this resolves. */
  static async start(namespace: NetworkNamespace, directory: string): Promise<Listener> {
    const listener = new Listener(namespace, directory);
    await eventually('the listener listens', 10_000, () => {
      const sockets = execFileSync('ip', ['netns', 'exec', namespace.name, 'cat', '/proc/net/tcp', '/proc/net/tcp6'], {
        encoding: 'utf8',
      });
      return sockets.includes(`:${listener.port.toString(16).toUpperCase()} `) || undefined;
    });
    return listener;
  }

  say(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  /** Waits until the other end has said this. */
  async hears(text: string, timeout = 10_000): Promise<void> {
    await eventually(
      `the listener hears ${JSON.stringify(text)}`,
      timeout,
      () => this.heard.includes(text) || undefined,
    );
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const closed = once(this.child, 'close');
    this.child.kill('SIGKILL');
    await closed;
  }
}
