/**
 * A small host on which a test plays what happened, event by event, through the real host state and the real
 * analytic. Times are ms after `EPOCH`.
 */
import type { CipherConstant, Event, Fd, NetSession, ProcessStart } from '../../../event/index.ts';
import {
  EPOCH,
  fileOf,
  keyOf,
  makeCryptoUse,
  makeDirectory,
  makeFileSession,
  makeFlow,
  makeHello,
  makeImageScan,
  makeLibraryMap,
  makeNetSession,
  makeProcessEnd,
  makeProcessFork,
  makeProcessStart,
  makeStatus,
  makeStdioChange,
  placeOf,
} from '../../../event/testing/make.ts';
import { Host } from '../../../host/index.ts';
import { histogramOf } from '../../../stats/index.ts';
import { dnsQuestion, dnsResponse } from '../../../stats/testing/dns-response.ts';
import type { Analytic, Verdict } from '../../contract.ts';
import { type An0401Settings, an0401Defaults, createAn0401 } from '../index.ts';
import { BurstCounter } from './bursts.ts';
import { ConfidenceProbe } from './confidence-probe.ts';

export const nullFd: Fd = { type: 'null', object: '5:4' };
export const ttyFd: Fd = { type: 'tty', object: '136:1' };
export const pipe = (id: number): Fd => ({ type: 'pipe', object: `pipe:${id}` });
export const fifo = (id: number): Fd => ({ type: 'fifo', object: `801:${id}` });

type Stdio = readonly [Fd, Fd, Fd];
const quietStdio: Stdio = [nullFd, nullFd, nullFd];
export const terminal: Stdio = [ttyFd, ttyFd, ttyFd];

export interface Started extends Partial<Omit<ProcessStart, 'kind' | 'image' | 'namespaces'>> {
  readonly pid: number;
  readonly path: string;
  readonly at?: number;
  /** It was forked before it executed its image; at the same time when absent. */
  readonly forkedAt?: number;
  readonly deleted?: boolean;
  readonly memfd?: boolean;
}

export interface Traffic {
  readonly pid: number;
  readonly at: number;
  readonly startedAt?: number;
  readonly tx?: Uint8Array;
  readonly rx?: Uint8Array;
  readonly txBytes?: number;
  readonly rxBytes?: number;
  readonly txAt?: number;
  readonly rxAt?: number;
  readonly turns?: number;
  readonly snapshots?: number;
  readonly socket?: string;
  readonly address?: string;
  readonly port?: number;
  readonly last?: boolean;
  readonly more?: Partial<
    Pick<
      NetSession,
      'direction' | 'protocol' | 'spliced' | 'inherited' | 'socketType' | 'ipProtocol' | 'unix' | 'local' | 'remote'
    >
  >;
}

export class Scene {
  readonly host: Host;
  readonly analytic: Analytic;
  readonly events: Event[] = [];
  readonly verdicts: Verdict[] = [];
  readonly probe = new ConfidenceProbe();
  readonly #rename: (path: string) => string;
  readonly #ciphersShow: boolean;
  readonly #bursts = new BurstCounter();
  #seq = 0;

  /**
   * Packages own what lies in their places, but for what is called stray there; of what is called contained nobody can be asked.
   *
   * @param rename Ablation: another path for every image, script and library.
   * @param ciphersShow Every program turns out to have ciphers built in, and whoever maps a crypto library to use it.
   */
  constructor(
    settings: Partial<An0401Settings> = {},
    rename: (path: string) => string = (path) => path,
    ciphersShow = false,
  ) {
    this.#rename = rename;
    this.#ciphersShow = ciphersShow;
    const packaged = (path: string) => /^\/(?:usr\/(?:s?bin|lib|share)|s?bin)\//.test(path) && !/stray/.test(path);
    this.host = new Host({
      ownership: {
        ask: ({ path }) =>
          /contained/.test(path)
            ? { state: 'unknown', why: 'it has files of its own' }
            : packaged(path)
              ? { state: 'packaged', manager: 'dpkg', name: 'some-package' }
              : { state: 'unpackaged' },
      },
    });
    this.analytic = createAn0401({ ...an0401Defaults, ...settings }, this.probe.legs);
    this.see(ciphersShow ? ['cipher_calls', 'image_scan'] : []);
    this.play(makeDirectory({ place: placeOf(3), path: '/usr/lib/x86_64-linux-gnu' }));
    this.play(makeDirectory({ place: placeOf(4), path: '/etc' }));
    this.start({ pid: 50, path: '/usr/bin/some-supervisor', argv: ['some-supervisor'] });
  }

  play(event: Event): readonly Verdict[] {
    const numbered = { ...event, seq: this.#seq++ };
    this.events.push(numbered);
    this.host.apply(numbered);
    const told = this.analytic.observe(numbered, this.host);
    this.verdicts.push(...told);
    return told;
  }

  /** A sensor begins that attached more than usual. */
  see(more: readonly string[]): void {
    this.play(makeHello({ attached: [...makeHello().attached, ...more] }));
  }

  start({ pid, path, at = 0, forkedAt = at, deleted = false, memfd = false, ...rest }: Started): void {
    const renamed = this.#rename(path);
    const argv = (rest.argv ?? [path]).map((argument, i) =>
      i === 0 || argument.startsWith('/') ? this.#rename(argument) : argument,
    );
    this.play(makeProcessFork({ time: EPOCH + forkedAt, pid, parentPid: rest.parentPid ?? 1 }));
    this.play(
      makeProcessStart({
        time: EPOCH + at,
        pid,
        stdio: quietStdio,
        ...rest,
        argv,
        image: { file: fileOf(hash(renamed)), path: renamed, deleted, memfd },
      }),
    );
    if (this.#ciphersShow) this.search(pid, path, at, ['aes_sbox', 'chacha_sigma']);
  }

  end(pid: number, at: number): void {
    this.play(makeProcessEnd({ time: EPOCH + at, pid }));
  }

  map(pid: number, name: string, at: number, more: { memfd?: boolean; deleted?: boolean; file?: string } = {}): void {
    this.play(makeLibraryMap({ time: EPOCH + at, pid, name: this.#rename(name), place: placeOf(3), ...more }));
    if (this.#ciphersShow && /crypto|ssl|nettle|gcrypt|sodium/.test(name)) {
      this.cipher(pid, at + 1, { cipher: 'AES-256-GCM' });
      this.cipher(pid, at + 2, { cipher: 'ChaCha20-Poly1305', encrypts: true, decrypts: true });
    }
  }

  /** A process uses a cipher: AES-256-CBC of OpenSSL unless said otherwise. */
  cipher(pid: number, at: number, more: Parameters<typeof makeCryptoUse>[0] = {}): void {
    this.play(makeCryptoUse({ time: EPOCH + at, pid, ...more }));
  }

  /** The program of a process is searched for constants. */
  search(pid: number, path: string, at: number, constants: readonly CipherConstant[]): void {
    this.play(makeImageScan({ time: EPOCH + at, pid, file: fileOf(hash(this.#rename(path))), constants }));
  }

  stdio(pid: number, slot: 0 | 1 | 2, fd: Fd, at: number): void {
    this.play(makeStdioChange({ time: EPOCH + at, pid, slot, fd }));
  }

  /** A process reads /etc/hosts, as resolvers do. */
  resolve(pid: number, at: number): void {
    this.play(makeFileSession({ time: EPOCH + at, pid, name: 'hosts', place: placeOf(4), readBytes: 200, reads: 1 }));
  }

  /** A process asks a resolver for a name, and is told an address: that of most sessions unless said otherwise. */
  lookUp(pid: number, at: number, name: string, address = '10.20.0.2'): void {
    this.net({
      ...{ pid, at, startedAt: at - 5, socket: `socket:${pid}:${at}`, address: '10.20.0.53', port: 53 },
      tx: dnsQuestion(name),
      rx: dnsResponse({ name, addresses: [address.split('.').map(Number)] }),
      more: { protocol: 'udp' },
    });
  }

  net(given: Traffic): readonly Verdict[] {
    const { pid, at, socket = `socket:${pid}` } = given;
    const tx = given.tx ?? new Uint8Array(0);
    const rx = given.rx ?? new Uint8Array(0);
    const time = EPOCH + at;
    const sent = flow(tx, given.txBytes, given.txAt === undefined ? time : EPOCH + given.txAt);
    const received = flow(rx, given.rxBytes, given.rxAt === undefined ? time : EPOCH + given.rxAt);
    const bursts = this.#bursts.count(`${pid} ${socket} ${given.startedAt ?? at}`, sent, received);
    return this.play(
      makeNetSession({
        time,
        pid,
        socket,
        startedAt: EPOCH + (given.startedAt ?? at),
        local: { address: '10.20.0.1', port: 45_000 },
        remote: { address: given.address ?? '10.20.0.2', port: given.port ?? 4433 },
        last: given.last ?? false,
        turns: given.turns ?? (rx.length > 0 ? 1 : 0),
        snapshots: given.snapshots ?? 0,
        ...(bursts === undefined ? {} : { bursts }),
        tx: sent,
        rx: received,
        ...given.more,
      }),
    );
  }

  status(at: number): readonly Verdict[] {
    return this.play(makeStatus({ time: EPOCH + at }));
  }

  /** A TLS session as its snapshots come: the hello, the answer, then `size` bytes each way and the end. */
  tls(
    pid: number,
    at: number,
    hello: Uint8Array,
    more: Partial<Traffic> = {},
    bytes: readonly [number, number] = [400, 20_000],
  ): void {
    const common = { pid, startedAt: at, tx: hello, ...more };
    const rx = serverHello;
    this.net({ ...common, at: at + 2, rx: new Uint8Array(0), snapshots: 0 });
    this.net({ ...common, at: at + 5, rx, rxBytes: 2800, turns: 1, snapshots: 1 });
    this.net({ ...common, at: at + 9, rx, txBytes: hello.length + 80, rxBytes: 3100, turns: 3, snapshots: 2 });
    const [out, into] = bytes;
    const ends = { txBytes: hello.length + 80 + out, rxBytes: 3100 + into, turns: 5, snapshots: 3, last: true };
    this.net({ ...common, at: at + 40, rx, ...ends, txAt: at + 20, rxAt: at + 38 });
  }

  get last(): Verdict | undefined {
    return this.verdicts.at(-1);
  }
}

/** Begins as a TLS 1.3 ServerHello does. */
export const serverHello = Uint8Array.from([
  ...[22, 3, 3, 0, 122, 2, 0, 0, 118, 3, 3],
  ...new Array<number>(32).fill(0x5a),
  ...[32, ...new Array<number>(32).fill(0x5a), 0x13, 1, 0],
]);

function flow(first: Uint8Array, bytes: number | undefined, at: number) {
  const head = first.subarray(0, 512);
  const counted = first.subarray(0, 4096);
  const histogram = new Uint16Array(histogramOf(counted));
  const made = makeFlow({ first: head, histogram, counted: counted.length, bytes: counted.length });
  const total = bytes ?? first.length;
  return total === 0 ? made : { ...made, bytes: total, messages: 1, firstAt: at, lastAt: at };
}

function hash(text: string): number {
  let value = 7;
  for (const char of text) value = (value * 31 + char.charCodeAt(0)) % 1_000_003;
  return value + 10_000;
}

export { EPOCH, fileOf, keyOf };
