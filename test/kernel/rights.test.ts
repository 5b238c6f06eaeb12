/** What the sensor and its scout may do once they watch: what docs/threat-model.md says, and no more. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Sensor } from './harness.ts';
import { kernelTestsSkip } from './requirement.ts';

/** include/uapi/linux/capability.h */
const CAPABILITY = { DAC_READ_SEARCH: 2, SYS_PTRACE: 19, PERFMON: 38, BPF: 39, CHECKPOINT_RESTORE: 40 } as const;

function mask(...names: readonly (keyof typeof CAPABILITY)[]): bigint {
  return names.reduce((bits, name) => bits | (1n << BigInt(CAPABILITY[name])), 0n);
}

function field(pid: number, name: string): string {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8')
    .split('\n')
    .find((candidate) => candidate.startsWith(`${name}:`));
  return line?.split(/\s+/)[1] ?? '';
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => {
      try {
        return field(candidate, 'PPid') === String(pid);
      } catch {
        return false;
      }
    });
}

describe('rights', { skip: kernelTestsSkip() }, () => {
  let sensor: Sensor;
  before(async () => {
    sensor = await Sensor.start();
    // rights are given up right after the snapshot has been told
    await sensor.seen('it ticks', 5000, (event) => event.kind === 'status');
  });
  after(() => sensor?.stop());

  const held = (pid: number) => BigInt(`0x${field(pid, 'CapPrm')}`) | BigInt(`0x${field(pid, 'CapEff')}`);
  /** A capability that this machine does not give to root is not held either. */
  const given = BigInt(`0x${field(process.pid, 'CapPrm')}`);

  test('the sensor keeps CAP_BPF and CAP_PERFMON', () => {
    const pid = sensor.child.pid ?? 0;
    assert.equal(held(pid), mask('BPF', 'PERFMON') & given);
    assert.equal(field(pid, 'NoNewPrivs'), '1');
  });

  test('the scout may read, and is held to it by a filter', () => {
    const [scout, ...others] = childrenOf(sensor.child.pid ?? 0);
    assert.ok(scout && others.length === 0);
    assert.equal(held(scout), mask('DAC_READ_SEARCH', 'SYS_PTRACE', 'CHECKPOINT_RESTORE') & given);
    assert.deepEqual([field(scout, 'NoNewPrivs'), field(scout, 'Seccomp')], ['1', '2']);
  });

  test('the scout ends with the sensor', async () => {
    const other = await Sensor.start();
    const [scout = 0] = childrenOf(other.child.pid ?? 0);
    other.child.kill('SIGKILL');
    await sensor.until('the scout is gone', 5000, () => {
      try {
        return field(scout, 'State') === 'Z' ? true : undefined;
      } catch {
        return true;
      }
    });
  });
});
