/** stdio_change: a descriptor from 0 to 2 becomes something that processes talk through. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileKey, type StdioChange } from '../../../src/event/index.ts';
import { type Run, Sensor } from '../harness.ts';
import { kernelTestsSkip, PYTHON } from '../requirement.ts';
import { scratch } from '../scratch.ts';
import { trigger } from '../trigger.ts';

interface Replaced {
  readonly pid: number;
  readonly slot: number;
  readonly dev: number;
  readonly ino: string;
  readonly peerIno: string;
  readonly remotePort: number;
}

const FDS: Readonly<Record<string, (report: Replaced) => unknown>> = {
  pipe: ({ ino }) => ({ type: 'pipe', object: `pipe:${ino}` }),
  fifo: ({ dev, ino }) => ({ type: 'fifo', object: fileKey(dev, Number(ino)) }),
  unix: ({ ino, peerIno }) => ({ type: 'unix', object: `socket:${ino}`, peer: `socket:${peerIno}` }),
  inet: ({ ino, remotePort }) => ({
    type: 'inet',
    object: `socket:${ino}`,
    remote: { address: '127.0.0.1', port: remotePort },
  }),
};

/** Since the program began: the runtime that started it arranges its descriptors before that. */
function changes(run: Run): StdioChange[] {
  const from = run.events.findIndex((event) => event.kind === 'process_start');
  return run.events.slice(from).filter((event): event is StdioChange => event.kind === 'stdio_change');
}

describe('stdio_change', { skip: kernelTestsSkip() }, () => {
  const root = scratch();
  let sensor: Sensor;
  before(async () => {
    sensor = await Sensor.start();
  });
  after(() => sensor?.stop());

  for (const [kind, expected] of Object.entries(FDS)) {
    for (const slot of [0, 1, 2]) {
      test(`${kind} on ${slot}`, async () => {
        const cwd = mkdtempSync(join(root, 'room-'));
        const run = await sensor.run(await trigger('stdio'), [kind, String(slot)], { cwd });
        const [report] = run.report<Replaced>();
        assert.ok(report, `exit ${run.code}`);
        const [change] = changes(run).filter((event) => event.slot === slot);
        assert.equal(change?.pid, run.pid);
        assert.deepEqual(change?.fd, expected(report));
      });
    }
  }

  test('stays quiet when other descriptors are replaced', async () => {
    const script = 'import os; r,w=os.pipe(); os.dup2(r,50)';
    const run = await sensor.run(PYTHON, ['-c', script]);
    assert.deepEqual(changes(run), []);
  });
});
