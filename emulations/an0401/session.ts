/** From a row to an emulation: a peer in a namespace of its own, an implant that talks to it, and what both say of it. */
import { isAbsolute } from 'node:path';
import type { Channel, Effects, Emulation, Need } from '../emulation.ts';
import type { Ground } from '../ground.ts';
import { Peer } from './peer/index.ts';
import type { PeerPlan } from './peer/plan.ts';

export interface Command {
  /** Absolute. */
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where its session leads on this host's side, `address:port`; to the peer itself when absent. */
  readonly place?: string;
  /** Ends what was started for it. */
  readonly after?: () => Promise<void>;
}

export interface SessionPlan {
  /** Without the analytic's folder. */
  readonly name: string;
  readonly row: string;
  readonly about: string;
  readonly needs?: readonly Need[];
  readonly short?: boolean;
  readonly peer: PeerPlan;
  /** What leaves this host, where it is not what the peer gets: the peer is behind a proxy. */
  readonly outside?: Channel['wire'];
  /** The peer listens on IPv6. */
  readonly six?: boolean;
  readonly implant: (ground: Ground, peer: Peer) => Command | Promise<Command>;
  /** What else happens beside the implant, from when it has started. */
  readonly beside?: (ground: Ground, peer: Peer) => Promise<void>;
  /** ms, where it takes minutes. */
  readonly lasts?: number | undefined;
  /** Payloads that the implant must tell of at least (default 3). */
  readonly payloads?: number;
}

export function session(plan: SessionPlan): Emulation {
  const { name, row, about, needs = [], short = false } = plan;
  return {
    id: `an0401/${name}`,
    analytic: 'AN0401',
    row,
    about,
    needs: [...NEEDS, ...needs],
    short,
    channel: { wire: plan.outside ?? (plan.peer.transport === 'tls' ? 'tls' : 'sealed'), talk: plan.peer.talk.kind },
    ...(plan.lasts !== undefined && { lasts: plan.lasts }),
    paced: false,
    run: (ground) => run(plan, ground),
  };
}

const NEEDS: readonly Need[] = [
  { command: 'ip', package: 'iproute2' },
  { command: 'openssl', package: 'openssl' },
];

async function run(plan: SessionPlan, ground: Ground): Promise<Effects> {
  const peer = await Peer.start(ground, plan.peer, plan.six);
  let after: Command['after'];
  try {
    const command = await plan.implant(ground, peer);
    const { file, args, env = {} } = command;
    after = command.after;
    if (!isAbsolute(file)) throw new Error(`${file} is not absolute`);
    const ended = ground.run(file, args, { env });
    const [{ pid, code, stderr, started, ended: end, payloads, damage }] = await Promise.all([
      ended,
      ground.ready().then(() => plan.beside?.(ground, peer)),
    ]);
    const failures: string[] = [];
    // what is interrupted has not said all of it
    if (!ground.signal.aborted) {
      failures.push(...(await peer.end()).failures);
      if (code !== 0) failures.push(`it ended with ${code}: ${stderr.slice(-500)}`);
      if (payloads.length < (plan.payloads ?? 3)) failures.push(`it told of ${payloads.length} payloads`);
    }
    if (damage.length > 0) failures.push('it told of damage');
    return { pid, begun: started, ended: end, damage: [], payloads, peer: command.place ?? peer.place, failures };
  } finally {
    await after?.();
    await peer.end();
  }
}
