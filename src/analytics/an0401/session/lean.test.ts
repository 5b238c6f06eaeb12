/** What AN0401 learns of the way in which traffic leans, by the weight of the same upload before and after. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LegResult } from '../../contract.ts';
import { helloBytes, helloToServer } from '../testing/client-hello.ts';
import { python } from '../testing/clients.ts';
import { Scene, type Started } from '../testing/scene.ts';

const DAY = 86_400_000;
const restic = { path: '/usr/local/bin/restic', argv: ['restic', 'backup', '/srv'] };
const other = { path: '/usr/bin/python3.11', argv: ['python3', '/srv/app/other.py'] };
const UPLOAD = [90_000_000, 60_000] as const;
const DOWNLOAD = [2000, 9_000_000] as const;

interface Session {
  readonly program?: Omit<Started, 'pid'>;
  readonly bytes?: readonly [number, number];
  readonly address?: string;
  readonly hello?: Uint8Array;
}

/** A host on which sessions follow each other, each by a process of its own. */
class Weeks {
  readonly scene = new Scene();
  #pid = 1000;

  /** @returns what the leg says of the session at its end */
  session(at: number, { program = restic, bytes = UPLOAD, address, hello }: Session = {}): LegResult {
    const pid = this.#pid++;
    this.scene.start({ pid, parentPid: 50, ...program, at });
    this.scene.tls(
      pid,
      at + 60,
      hello ?? helloBytes('curlName'),
      { port: 443, ...(address === undefined ? {} : { address }) },
      bytes,
    );
    this.scene.end(pid, at + 200);
    const found = this.scene.probe.last.find((leg) => leg.leg === 'asymmetry');
    assert.ok(found !== undefined);
    return found;
  }

  nights(count: number, session: Session = {}, from = 0): void {
    for (let night = 0; night < count; night++) this.session(from + night * DAY, session);
  }
}

describe('an upload', () => {
  it('weighs by the fixed ratio while nothing was learned, and says so', () => {
    const first = new Weeks().session(0);
    assert.equal(first.weight, 1);
    assert.match(first.reasons.join(), /log2 ratio 10\.5; what is usual of this program is not known yet/);
  });

  it('comes to weigh nothing of a program that always uploads, night by night', () => {
    const weeks = new Weeks();
    const weights = Array.from({ length: 10 }, (_, night) => weeks.session(night * DAY).weight);
    weights.slice(1).forEach((weight, i) => {
      assert.ok(weight <= (weights[i] as number), weights.join());
    });
    assert.equal(weights[9], 0, weights.join());
    const told = weeks.session(10 * DAY);
    assert.equal(told.state, 'absent');
    assert.match(told.reasons.join(), /usual of this program: 10\.\d ± 0\.\d in 9 sessions, \d+ % expected to lean/);
  });

  it('weighs as ever the first time that another program does it', () => {
    const weeks = new Weeks();
    weeks.nights(20);
    assert.ok(weeks.session(20 * DAY, { program: python }).weight >= 1);
  });

  it('weighs as ever of another script that the same interpreter runs', () => {
    const weeks = new Weeks();
    const hello = helloBytes('urllibName');
    weeks.nights(20, { program: python, hello });
    assert.equal(weeks.session(20 * DAY, { program: python, hello }).weight, 0);
    assert.ok(weeks.session(21 * DAY, { program: other, hello }).weight >= 1);
  });

  it('weighs less, not nothing, where a program that always uploads does it at another kind of place', () => {
    const weeks = new Weeks();
    weeks.nights(20);
    const { weight } = weeks.session(20 * DAY, { address: '203.0.113.7' });
    assert.ok(weight > 0 && weight < 0.5, `${weight}`);
  });

  it('weighs more of a program that was seen to do other things only', () => {
    const weeks = new Weeks();
    weeks.nights(40, { bytes: DOWNLOAD });
    assert.ok(weeks.session(40 * DAY).weight > 1.1);
  });

  it('counts below the fixed ratio where it is beyond all that a well-known program did', () => {
    const mild: Session = { bytes: [400_000, 100_000] };
    assert.equal(new Weeks().session(0, mild).weight, 0);
    const weeks = new Weeks();
    weeks.nights(40, { bytes: DOWNLOAD });
    const { weight, reasons } = weeks.session(40 * DAY, mild);
    assert.ok(weight > 0 && weight < 1, `${weight}`);
    assert.match(reasons.join(), /log2 ratio 2\.0; usual of this program: -11\.\d ± \d\.\d in \d+ sessions/);
  });

  it('weighs again when the habit is long past', () => {
    const weeks = new Weeks();
    weeks.nights(20);
    assert.ok(weeks.session(400 * DAY).weight > 0.9);
  });

  it('cannot be made usual within an hour', () => {
    const weeks = new Weeks();
    for (let i = 0; i < 50; i++) weeks.session(i * 1000);
    assert.ok(weeks.session(60_000).weight > 0.3);
  });

  it('is not learned where it belongs to a finding', () => {
    const weeks = new Weeks();
    weeks.scene.start({ pid: 40, path: '/usr/bin/curl', argv: ['curl'] });
    weeks.scene.resolve(40, 1);
    const theft: Session = { program: { path: '/opt/x/sync', argv: ['sync'] }, hello: helloToServer('curlName') };
    const first = weeks.session(0, theft).weight;
    weeks.nights(20, theft, DAY);
    assert.ok(weeks.scene.verdicts.length > 0);
    assert.equal(weeks.session(21 * DAY, theft).weight, first);
    assert.equal(weeks.scene.analytic.gauges().leans_learnt, 0);
  });

  it('is not learned where it is suspicious and not told of, however patiently it is repeated', () => {
    const weeks = new Weeks();
    const script = { path: '/usr/bin/python3.11', argv: ['python3', '/tmp/x.py'] };
    const theft: Session = { program: script, hello: helloBytes('urllibContext') };
    weeks.nights(30, theft);
    const { confidence } = weeks.scene.probe.peak;
    assert.ok(confidence > 0.35, `${confidence}`);
    assert.equal(weeks.scene.analytic.gauges().leans_learnt, 0);
  });
});

it('keeps a bounded number of programs and counts what it let go', () => {
  const weeks = new Weeks();
  for (let i = 0; i < 3000; i++)
    weeks.session(i * 1000, { program: { path: `/usr/local/bin/sync-${i}`, argv: ['sync'] } });
  const { leans = 0, leans_evicted: evicted = 0, leans_learnt: learnt } = weeks.scene.analytic.gauges();
  assert.equal(learnt, 3000);
  assert.ok(leans <= 4096 && leans + evicted === 6000, `${leans} kept, ${evicted} let go`);
});
