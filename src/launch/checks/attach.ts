/** The proof: the sensor is run for a moment, and says what it could attach on this kernel. */
import { spawn } from 'node:child_process';
import { Decoder, type Event, type Hello, type SnapshotEnd } from '../../event/index.ts';
import { LastWords } from '../last-words.ts';
import { type Check, type CheckResult, degraded, EVERYTHING, missing, ok } from './check.ts';

/** How long the sensor may take to attach and tell what runs already, ms. */
const PATIENCE_MS = 10_000;

const NEEDED: Readonly<Record<string, string>> = {
  process: 'no process is seen to start or end: neither analytic works',
  syscalls: 'no file or network session is seen: neither analytic works',
  snapshot_task: 'what ran before is unknown: findings about it name no program and no user',
  snapshot_file: 'files and connections that were open before are seen only once they are used',
  snapshot_tcp: 'which side began a connection that was open before is a guess',
  page_cache:
    'content that a mapping, splice or copy_file_range writes is not sampled: such encryption is judged by size and name changes only',
  mapped_writes: 'what a shared mapping overwrites is not sampled before it is gone',
  io_uring: 'files and sockets used through io_uring are not seen',
  cipher_calls:
    'which ciphers a process uses is not seen (needs Linux 6.6): cryptography shows in mapped libraries and in the traffic only',
  image_scan: 'images are not looked into: neither cipher functions nor ciphers built into a program are found',
};

interface Probe {
  readonly hello: Hello | undefined;
  readonly snapshot: SnapshotEnd | undefined;
  readonly error: string | undefined;
}

export const attach: Check = {
  id: 'attach',
  title: 'attaching to the kernel',
  essential: true,
  look: async (context) => judge(await probe(context.sensor)),
};

function judge({ hello, snapshot, error }: Probe): CheckResult {
  if (hello === undefined) {
    return missing(error ?? 'the sensor said nothing', EVERYTHING, 'mend what is named here and above, then ask again');
  }
  const { major, minor } = hello.contract;
  const lacking = Object.keys(NEEDED).filter((name) => !hello.attached.includes(name));
  const known = snapshot === undefined ? '' : `; ${snapshot.processes} processes and ${snapshot.files} files known`;
  const found = `contract ${major}.${minor}, attached ${hello.attached.join(', ')}${known}`;
  if (lacking.length === 0) return ok(found);
  const costs = lacking.map((name) => NEEDED[name]).join('; ');
  return degraded(
    `${found}; not ${lacking.join(', ')}`,
    costs,
    'a newer kernel, or one with these tracepoints and iterators',
  );
}

async function probe(program: string): Promise<Probe> {
  const child = spawn(program, ['--ignore-pid', String(process.pid)], { stdio: ['pipe', 'pipe', 'pipe'] });
  const words = new LastWords(() => {});
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => resolve(words.end()));
  });
  child.stdin.on('error', () => {});
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => words.take(chunk));
  const timer = setTimeout(() => child.kill('SIGTERM'), PATIENCE_MS);
  let hello: Hello | undefined;
  let snapshot: SnapshotEnd | undefined;
  let fault: string | undefined;
  const note = (event: Event) => {
    if (event.kind === 'hello') hello ??= event;
    if (event.kind === 'snapshot_end') snapshot ??= event;
  };
  try {
    const decoder = new Decoder();
    for await (const chunk of child.stdout) {
      for (const event of decoder.push(chunk as Buffer)) note(event);
      if (snapshot !== undefined) child.kill('SIGTERM');
    }
  } catch (error) {
    fault = error instanceof Error ? error.message : String(error);
    child.kill('SIGTERM');
  }
  clearTimeout(timer);
  const last = await ended;
  return { hello, snapshot, error: fault ?? last };
}
