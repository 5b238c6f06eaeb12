/**
 * A network namespace of its maker's own, joined to this one by a pair of interfaces with addresses from
 * 10.0.0.0/8 and fd00::/8; removed again whatever happens.
 */
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Pairs of addresses in use: a process has room for 63 at a time. */
const taken = new Set<number>();
let made = 0;
/** Should this process end without removing them. */
const present = new Set<NetworkNamespace>();
process.once('exit', () => {
  for (const namespace of present) namespace.remove();
});

export class NetworkNamespace {
  readonly name: string;
  /** Addresses inside of it. */
  readonly address: string;
  readonly address6: string;
  /** Addresses of this side. */
  readonly here: string;
  readonly here6: string;
  /** The interface of this side. */
  readonly interface: string;
  readonly #slot: number;
  readonly #inside: string;

  private constructor() {
    made += 1;
    const slot = Array.from({ length: 63 }, (_, i) => i).find((i) => !taken.has(i));
    if (slot === undefined) throw new Error('63 network namespaces are in use already');
    this.#slot = slot;
    taken.add(this.#slot);
    const tag = `${process.pid}x${made}`;
    this.name = `cipherwatch-${tag}`;
    this.interface = `cw${tag}a`;
    this.#inside = `cw${tag}b`;
    const [here, there] = [this.#slot * 4 + 1, this.#slot * 4 + 2];
    const net = `10.${200 + (process.pid % 50)}.${(process.pid >> 6) & 0xff}`;
    const net6 = `fd63:7763:${process.pid.toString(16)}:`;
    this.here = `${net}.${here}`;
    this.address = `${net}.${there}`;
    this.here6 = `${net6}:${here.toString(16)}`;
    this.address6 = `${net6}:${there.toString(16)}`;
  }

  static async make(): Promise<NetworkNamespace> {
    const namespace = new NetworkNamespace();
    present.add(namespace);
    try {
      await namespace.#build();
    } catch (error) {
      namespace.remove();
      throw error;
    }
    return namespace;
  }

  async #build(): Promise<void> {
    const ip = (...args: string[]) => run('ip', args, { timeout: 10_000 });
    const inside = (...args: string[]) => ip('-n', this.name, ...args);
    await ip('netns', 'add', this.name);
    await ip('link', 'add', this.interface, 'type', 'veth', 'peer', 'name', this.#inside, 'netns', this.name);
    await ip('address', 'add', `${this.here}/30`, 'dev', this.interface);
    await inside('address', 'add', `${this.address}/30`, 'dev', this.#inside);
    // a kernel may have been built or started without IPv6
    const six = (args: readonly string[]) => ip(...args, 'nodad').catch(() => undefined);
    await six(['address', 'add', `${this.here6}/126`, 'dev', this.interface]);
    await six(['-n', this.name, 'address', 'add', `${this.address6}/126`, 'dev', this.#inside]);
    await ip('link', 'set', this.interface, 'up');
    await inside('link', 'set', this.#inside, 'up');
    await inside('link', 'set', 'lo', 'up');
  }

  /** A command line that runs a program inside of it. */
  inside(command: readonly string[]): [string, ...string[]] {
    return ['ip', 'netns', 'exec', this.name, ...command];
  }

  /** Its interfaces go with it. */
  remove(): void {
    present.delete(this);
    taken.delete(this.#slot);
    try {
      execFileSync('ip', ['netns', 'del', this.name], { stdio: 'ignore' });
    } catch {
      // it is gone already
    }
  }
}
