/** A peer and the namespace that it listens in. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Ground } from '../../ground.ts';
import { certificate } from '../../peer/certificate.ts';
import { NetworkNamespace } from '../../peer/namespace.ts';
import type { PeerPlan, PeerReport } from './plan.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
/** ms */
const START_TIMEOUT = 15_000;
const END_TIMEOUT = 5000;

export class Peer {
  readonly namespace: NetworkNamespace;
  readonly address: string;
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #kill: () => void;
  #report: PeerReport | undefined;

  private constructor(
    namespace: NetworkNamespace,
    address: string,
    port: number,
    child: ChildProcess,
    lines: AsyncIterator<string>,
    kill: () => void,
  ) {
    this.namespace = namespace;
    this.address = address;
    this.port = port;
    this.#child = child;
    this.#lines = lines;
    this.#kill = kill;
  }

  /** Makes a namespace, and listens in it when this resolves. @param six on its IPv6 address */
  static async start(ground: Ground, plan: PeerPlan, six = false): Promise<Peer> {
    const namespace = await NetworkNamespace.make();
    const address = six ? namespace.address6 : namespace.address;
    const files = plan.transport === 'tls' ? certificate(ground.folder('peer')) : undefined;
    const tls = files === undefined ? [] : [files.keyFile, files.certFile];
    const [file, ...args] = namespace.inside([process.execPath, MAIN, address, JSON.stringify(plan), ...tls]);
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const kill = () => {
      child.kill('SIGKILL');
      namespace.remove();
    };
    ground.signal.addEventListener('abort', kill);
    const alarm = setTimeout(kill, START_TIMEOUT);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { value } = await lines.next();
    clearTimeout(alarm);
    const port = /^listening (\d+)$/.exec(String(value))?.[1];
    if (port === undefined) {
      kill();
      throw new Error(`the peer does not listen: ${value}`);
    }
    return new Peer(namespace, address, Number(port), child, lines, () => {
      ground.signal.removeEventListener('abort', kill);
      kill();
    });
  }

  /** `address:port`, v6 in brackets. */
  get place(): string {
    return this.address.includes(':') ? `[${this.address}]:${this.port}` : `${this.address}:${this.port}`;
  }

  /** Ends it, removes its namespace; again changes nothing. @returns what it could read */
  async end(): Promise<PeerReport> {
    if (this.#report !== undefined) return this.#report;
    this.#report = { messages: 0, failures: ['the peer ended before its time'] };
    const alarm = setTimeout(() => this.#child.kill('SIGKILL'), END_TIMEOUT);
    const closed = once(this.#child, 'close');
    this.#child.stdin?.end();
    const { value } = await this.#lines.next();
    if (this.#child.exitCode === null && this.#child.signalCode === null) await closed;
    clearTimeout(alarm);
    this.#kill();
    if (value !== undefined) this.#report = JSON.parse(String(value)) as PeerReport;
    return this.#report;
  }
}
