/**
 * Two network namespaces that are joined to each other and to nothing else: servers live at the far end, clients at the
 * near end, in a mount namespace with a resolver, hosts file and certificate authority of their own. They go with this process.
 */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { Room } from '../../test/benign/room.ts';

const run = promisify(execFile);
/** ms */
const TIMEOUT = 10_000;

export const NEAR = '10.66.0.1';
export const RESOLVER = '10.66.0.53';
/** Of the servers. Every other one has its name in the hosts file, the others are asked for. */
export const PLACES = [
  ...['www', 'api', 'shop', 'intranet', 'wiki', 'mail', 'git', 'registry', 'packages', 'mirror', 'cdn', 'static'],
  ...['images', 'auth', 'login', 'metrics', 'logs', 'status', 'backup', 'storage', 'search', 'queue', 'hooks', 'chat'],
].map((word, i) => ({ name: `${word}.example.org`, address: `10.66.1.${i + 1}` }));

export class Network {
  readonly near: string;
  readonly far: string;
  #holder: ChildProcess | undefined;
  readonly #remove = () => {
    this.#holder?.kill('SIGKILL');
    for (const name of [this.near, this.far]) {
      try {
        execFileSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
      } catch {
        // it is gone already
      }
    }
  };

  private constructor() {
    this.near = `cipherwatch-${process.pid}-near`;
    this.far = `cipherwatch-${process.pid}-far`;
  }

  /** @param room has `resolv.conf`, `hosts` and `authorities.pem`, which clients see in /etc */
  static async make(room: Room): Promise<Network> {
    const network = new Network();
    process.once('exit', network.#remove);
    try {
      await network.#build();
      await network.#hold(room);
    } catch (error) {
      network.remove();
      throw error;
    }
    return network;
  }

  async #build(): Promise<void> {
    const ip = (...args: readonly string[]) => run('ip', args, { timeout: TIMEOUT });
    const { near, far } = this;
    for (const name of [near, far]) await ip('netns', 'add', name);
    await ip('-n', near, 'link', 'add', 'near', 'type', 'veth', 'peer', 'name', 'far', 'netns', far);
    await ip('-n', near, 'address', 'add', `${NEAR}/16`, 'dev', 'near');
    for (const address of [RESOLVER, ...PLACES.map((place) => place.address)])
      await ip('-n', far, 'address', 'add', `${address}/16`, 'dev', 'far');
    for (const [name, device] of [
      [near, 'near'],
      [far, 'far'],
    ] as const)
      for (const one of ['lo', device]) await ip('-n', name, 'link', 'set', one, 'up');
  }

  /** Keeps the clients' mount namespace. Nothing that is mounted there is seen elsewhere. */
  async #hold(room: Room): Promise<void> {
    const mounts = [
      ['resolv.conf', '/etc/resolv.conf'],
      ['hosts', '/etc/hosts'],
      ['authorities.pem', '/etc/ssl/certs/ca-certificates.crt'],
    ].map(([from = '', to]) => `mount --bind ${room.path(from)} ${to}`);
    const script = `mount --make-rprivate / && ${mounts.join(' && ')} && echo held && exec cat > /dev/null`;
    const child = spawn('ip', ['netns', 'exec', this.near, 'unshare', '-m', 'sh', '-c', script], {
      cwd: room.directory,
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
    });
    this.#holder = child;
    const alarm = setTimeout(() => child.kill('SIGKILL'), TIMEOUT);
    const [said] = (await Promise.race([once(child.stdout, 'data'), once(child, 'close')])) as [unknown];
    clearTimeout(alarm);
    if (!String(said).startsWith('held')) throw new Error('the clients’ namespace could not be made');
  }

  /** Pid of the process that keeps the clients’ namespaces. */
  get holder(): number {
    return this.#holder?.pid ?? 0;
  }

  /** A command line that runs a program where the clients live. */
  inside(command: readonly string[]): readonly [string, ...string[]] {
    return ['nsenter', '-t', String(this.holder), '--net', '--mount', ...command];
  }

  /** What stands before a shell command of the far end, or of the near one. */
  at(end: 'near' | 'far'): string {
    return end === 'far' ? `ip netns exec ${this.far}` : this.inside([]).join(' ');
  }

  remove(): void {
    process.removeListener('exit', this.#remove);
    this.#remove();
  }
}
