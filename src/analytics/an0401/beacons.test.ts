/** Callbacks as frameworks make them, found after six at most, over many seeds of their jitter. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { burst, dice, exchange, mythicMessage, postOf, type Rhythm, timesOf } from './testing/callbacks.ts';
import { helloBytes, helloToServer } from './testing/client-hello.ts';
import { Scene, type Started, serverHello } from './testing/scene.ts';

const SEEDS = 20;
/** Played, so that what is told of grows. */
const CALLBACKS = 12;
const WITHIN = 6;

type Rename = (path: string) => string;

/** Plays callback number `i` at `at`. */
type Callback = (scene: Scene, at: number, i: number, random: () => number) => void;

interface Shape {
  readonly name: string;
  readonly rhythm: Rhythm;
  readonly program?: Omit<Started, 'pid'>;
  /** On a host where look-ups are visible. */
  readonly lookups?: boolean;
  readonly callback: Callback;
  /** Callbacks after which it must be told of, when not {@link WITHIN}. */
  readonly within?: number;
}

const agent: Omit<Started, 'pid'> = { path: '/opt/x/agent', argv: ['agent'] };
const scratch: Omit<Started, 'pid'> = { path: '/tmp/x/agent', argv: ['agent'] };

function tls(hello: Uint8Array, size: (random: () => number) => readonly [number, number]): Callback {
  return (scene, at, i, random) => scene.tls(300, at, hello, { port: 8443, socket: `socket:${i}` }, size(random));
}

const small = () => [300, 200] as const;
const padded = (random: () => number) => [300 + Math.round(4096 * random()), 200] as const;

/** All callbacks in one session of TLS. */
function inOne(hello: Uint8Array, size: (random: () => number) => readonly [number, number]): Callback {
  let [out, into] = [0, 0];
  return (scene, at, i, random) => {
    if (i === 0) [out, into] = [hello.length + 80, 3100];
    const [more, back] = size(random);
    out += more;
    into += back;
    const traffic = { pid: 300, port: 8443, tx: hello, rx: serverHello, turns: 5 + 2 * i, snapshots: 5 + i };
    burst(scene, { ...traffic, at, startedAt: 10, txBytes: out, rxBytes: into });
  };
}

const SHAPES: readonly Shape[] = [
  {
    name: 'Merlin: h2 to an address, 30 s ± 3 s, padded to 4 KiB, from a scratch directory',
    rhythm: { interval: 30, jitter: 0.1 },
    program: scratch,
    callback: tls(helloBytes('curlAddress'), padded),
  },
  {
    name: 'Merlin: the same in one session',
    rhythm: { interval: 30, jitter: 0.1 },
    program: scratch,
    callback: inOne(helloBytes('curlAddress'), padded),
    // padding hides that they are alike, and nothing else is odd about its hello
    within: 7,
  },
  {
    name: 'Merlin: without ALPN',
    rhythm: { interval: 30, jitter: 0.1 },
    callback: tls(helloBytes('pythonAddress'), padded),
  },
  {
    name: 'Merlin: without ALPN, in one session',
    rhythm: { interval: 30, jitter: 0.1 },
    callback: inOne(helloBytes('pythonAddress'), padded),
  },
  {
    name: 'Sliver: mutual TLS without names, 60 s ± 30 s',
    rhythm: { interval: 60, jitter: 0.5 },
    callback: tls(helloBytes('pythonAddress'), small),
  },
  {
    name: 'Sliver: https with a name that nobody looked up, 60 s ± 30 s',
    rhythm: { interval: 60, jitter: 0.5 },
    lookups: true,
    callback: tls(helloToServer('curlName'), small),
  },
  {
    name: 'Meterpreter: https to an address, 5 s, from memory',
    rhythm: { interval: 5, jitter: 0.02 },
    program: { ...agent, path: '/memfd:x', memfd: true },
    callback: tls(helloBytes('curlAddress'), small),
  },
  {
    name: 'Meterpreter: https to an address without ALPN, 5 s',
    rhythm: { interval: 5, jitter: 0.02 },
    callback: tls(helloBytes('pythonAddress'), small),
  },
  {
    name: 'Poseidon: ciphertext in base64 over http, 10 s ± 23 %',
    rhythm: { interval: 10, jitter: 0.23 },
    callback: (scene, at, i) =>
      exchange(scene, {
        pid: 300,
        at,
        port: 80,
        socket: `socket:${i}`,
        tx: postOf(mythicMessage(208, i)),
        rx: new TextEncoder().encode(`HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n`),
      }),
  },
  {
    name: 'intervals that grow by half, TLS without names',
    rhythm: { interval: 5, jitter: 0.1, growth: 1.5 },
    callback: tls(helloBytes('pythonAddress'), small),
  },
  {
    name: 'two intervals by turns, TLS without names',
    rhythm: { interval: 60, jitter: 0.1, other: 600, turns: 4 },
    callback: tls(helloBytes('pythonAddress'), small),
  },
  {
    name: 'a new process for each callback, TLS without names',
    rhythm: { interval: 60, jitter: 0.2 },
    callback: (scene, at, i) => {
      scene.start({ pid: 301 + i, parentPid: 300, ...agent, at: at - 5 });
      scene.tls(301 + i, at, helloBytes('pythonAddress'), { port: 8443 }, [300, 200]);
      scene.end(301 + i, at + 100);
    },
  },
];

/** @returns the callback after which it was told, and the scene */
function play({ rhythm, program = agent, lookups = false, callback }: Shape, seed: number, rename?: Rename) {
  const scene = new Scene({}, rename);
  if (lookups) {
    scene.start({ pid: 40, path: '/usr/bin/curl', argv: ['curl'] });
    scene.resolve(40, 1);
  }
  scene.start({ pid: 300, parentPid: 50, ...program });
  const random = dice(seed + 7000);
  let after = Number.POSITIVE_INFINITY;
  timesOf(rhythm, CALLBACKS, seed).forEach((time, i) => {
    callback(scene, time + 10, i, random);
    if (scene.verdicts.length > 0) after = Math.min(after, i + 1);
  });
  return { after, scene };
}

/** Another name in the same directory. */
const renamed: Rename = (path) => path.replace(/[^/]+$/, 'fc3a91');

describe('AN0401 finds within six callbacks, whatever the dice say,', () => {
  for (const shape of SHAPES) {
    it(shape.name, () => {
      const all = Array.from({ length: SEEDS }, (_, seed) => play(shape, seed));
      const after = all.map((each) => each.after);
      assert.ok(
        after.every((callbacks) => callbacks <= (shape.within ?? WITHIN)),
        `after ${after.join(', ')} callbacks`,
      );
      for (const { scene } of all) {
        assert.equal(new Set(scene.verdicts.map((verdict) => verdict.uid)).size, 1, 'one case, one finding');
        const { legs = [], confidence = 0 } = scene.last ?? {};
        assert.ok(confidence >= 0.5, `${confidence}`);
        assert.equal(legs.find((leg) => leg.leg === 'cadence')?.state, 'seen');
        assert.deepEqual(scene.analytic.faults(), {});
      }
      assert.ok(play(shape, 0, renamed).after <= WITHIN, 'with another name');
    });
  }
});
