/** Runs the jobs of the mix, a few at a time, and the agents beside them; whatever it started ends with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { Random } from '../../emulations/document/random.ts';
import { located } from '../../emulations/which.ts';
import type { Room } from '../../test/benign/room.ts';
import { AGENTS, APART, type Kind, MIX, Picker } from './mix.ts';
import type { Network } from './network.ts';

/** Jobs at once: more than cores, since some wait for their servers or for time to pass. */
const LANES = 4;
/** ms for one job */
const TIMEOUT = 60_000;
/** What a job finds beside it. */
const BESIDE = ['app', 'bin', 'ca.pem', 'ssh.conf', 'documents', 'www'];
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export interface Planned {
  readonly kind: Kind;
  readonly script: string;
}

/** Kinds whose programs are here, and for the others which are missing. */
export function fit(kinds: readonly Kind[]): { readonly able: readonly Kind[]; readonly missing: readonly string[] } {
  const lacks = (kind: Kind) => kind.needs.filter(({ command }) => located(command) === undefined);
  return {
    able: kinds.filter((kind) => lacks(kind).length === 0),
    missing: kinds.flatMap((kind) => lacks(kind).map((need) => `${kind.name}: ${need.command} (${need.package})`)),
  };
}

/** Jobs for so many sessions, in a random order that is the same for the same seed. Shares of what is missing go to the others. */
export function plan(kinds: readonly Kind[], sessions: number, seed: number): readonly Planned[] {
  const random = new Random(seed);
  const picker = new Picker(random);
  const shares = kinds.reduce((sum, { share }) => sum + share, 0);
  const jobs = kinds.flatMap((kind) => {
    const count = kind.apart ?? Math.ceil(((sessions / shares) * kind.share) / kind.sessions);
    return Array.from({ length: count }, () => ({ kind, script: kind.job(picker) }));
  });
  for (let i = jobs.length - 1; i > 0; i -= 1) {
    const other = random.between(0, i);
    [jobs[i], jobs[other]] = [jobs[other] as Planned, jobs[i] as Planned];
  }
  return jobs;
}

/** The directory in which a kind's jobs work, by which they are known again. */
export const folderOf = (name: string) => name.replaceAll(/[^a-z\d]+/gi, '-').toLowerCase();

export class Crew {
  readonly #room: Room;
  readonly #network: Network;
  readonly #children = new Set<ChildProcess>();
  readonly failures: string[] = [];

  constructor(room: Room, network: Network) {
    this.#room = room;
    this.#network = network;
    for (const { name } of [...MIX, ...APART, ...AGENTS.map((agent) => ({ name: `agent ${agent.name}` }))]) {
      const folder = room.path('work', folderOf(name));
      mkdirSync(folder, { recursive: true });
      for (const one of BESIDE) symlinkSync(room.path(one), `${folder}/${one}`);
    }
  }

  /** All of them, to their end. @param done is told after each how many there were */
  async work(jobs: readonly Planned[], signal: AbortSignal, done: (count: number) => void): Promise<void> {
    let next = 0;
    let ended = 0;
    const lane = async () => {
      for (let job = jobs[next++]; job !== undefined && !signal.aborted; job = jobs[next++]) {
        await this.#run(job);
        ended += 1;
        done(ended);
      }
    };
    const stop = () => this.end();
    signal.addEventListener('abort', stop, { once: true });
    await Promise.all(Array.from({ length: LANES }, lane));
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
  }

  startAgents(seed: number): void {
    const picker = new Picker(new Random(seed));
    for (const { name, line } of AGENTS) this.#start(`agent ${name}`, line(picker)).stderr?.resume();
  }

  /** Ends what still runs. */
  end(): void {
    for (const child of this.#children) endGroup(child);
  }

  async #run({ kind, script }: Planned): Promise<void> {
    const child = this.#start(kind.name, `set -eu; TMP=$PWD/tmp-$$; mkdir $TMP\n${script}\nrm -rf $TMP`);
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-500);
    });
    const alarm = setTimeout(() => endGroup(child), TIMEOUT);
    const [code, by] = (await once(child, 'close')) as [number | null, string | null];
    clearTimeout(alarm);
    if (code !== 0) this.failures.push(`${kind.name}: ended with ${code ?? by}: ${said.trim()}`);
  }

  #start(name: string, script: string): ChildProcess {
    // who enters a mount namespace is at its root
    const enter = ['/bin/sh', '-c', 'cd "$0" && exec /bin/sh -c "$1"', this.#room.path('work', folderOf(name)), script];
    const [file, ...args] = this.#network.inside(enter);
    const child = spawn(file, args, {
      env: {
        PATH,
        HOME: this.#room.directory,
        USER: 'root',
        LOGNAME: 'root',
        LC_ALL: 'C.UTF-8',
        GIT_CONFIG_GLOBAL: '/dev/null',
        SSL_CERT_FILE: this.#room.path('ca.pem'),
        NODE_EXTRA_CA_CERTS: this.#room.path('ca.pem'),
      },
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#children.add(child);
    child.once('close', () => this.#children.delete(child));
    return child;
  }
}

function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it is gone already
  }
}
