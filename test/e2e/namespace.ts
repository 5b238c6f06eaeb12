/**
 * A network namespace of the test's own, joined to this one by a pair of interfaces with addresses from
 * 10.0.0.0/8; removed again whatever happens.
 */
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
let made = 0;

export class NetworkNamespace {
  readonly name: string;
  /** Address inside of it. */
  readonly address: string;
  readonly #link: string;
  readonly #here: string;
  readonly #remove = () => {
    try {
      execFileSync('ip', ['netns', 'del', this.name], { stdio: 'ignore' });
    } catch {
      // it is gone already
    }
  };

  private constructor() {
    made += 1;
    const tag = `${process.pid}x${made}`;
    this.name = `cipherwatch-${tag}`;
    this.#link = `cw${tag}`;
    const net = `10.${200 + (process.pid % 50)}.${(process.pid >> 6) & 0xff}`;
    this.#here = `${net}.${made * 4 + 1}`;
    this.address = `${net}.${made * 4 + 2}`;
  }

  static async make(): Promise<NetworkNamespace> {
    const namespace = new NetworkNamespace();
    process.once('exit', namespace.#remove);
    try {
      await namespace.#build();
    } catch (error) {
      namespace.remove();
      throw error;
    }
    return namespace;
  }

  async #build(): Promise<void> {
    const [a, b] = [`${this.#link}a`, `${this.#link}b`];
    const ip = (...args: string[]) => run('ip', args, { timeout: 10_000 });
    await ip('netns', 'add', this.name);
    await ip('link', 'add', a, 'type', 'veth', 'peer', 'name', b, 'netns', this.name);
    await ip('address', 'add', `${this.#here}/30`, 'dev', a);
    await ip('link', 'set', a, 'up');
    await ip('-n', this.name, 'address', 'add', `${this.address}/30`, 'dev', b);
    await ip('-n', this.name, 'link', 'set', b, 'up');
    await ip('-n', this.name, 'link', 'set', 'lo', 'up');
  }

  /** Its interfaces go with it. */
  remove(): void {
    process.removeListener('exit', this.#remove);
    this.#remove();
  }
}
