/** Encrypted traffic between nginx and clients, in bulk and in many small records: each cipher call passes a probe. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startNginx } from '../../test/benign/network/nginx.ts';
import { Room } from '../../test/benign/room.ts';
import { descendants } from '../../test/e2e/descendants.ts';
import type { Load } from './load.ts';

const exec = promisify(execFile);
/** ms */
const TIMEOUT = 180_000;
const BULK = { quick: 200_000_000, whole: 1_000_000_000 };
const REQUESTS = { quick: 20_000, whole: 150_000 };
/** Each of some records. */
const SMALL = 2048;
const CONNECTIONS = 20;

interface Served {
  readonly room: Room;
  readonly url: string;
}

/** @param run what is timed */
function overTls(
  name: string,
  file: (quick: boolean) => { readonly name: string; readonly size: number },
  run: (served: Served, quick: boolean) => Promise<void>,
): Load {
  let served: Served | undefined;
  let short = false;
  return {
    name,
    prepare: async (directory, quick) => {
      short = quick;
      const room = new Room(directory);
      try {
        served = { room, url: await startNginx(room) };
        const { name: wanted, size } = file(quick);
        await room.aside(`truncate -s ${size} www/${wanted}`);
      } catch (error) {
        await room.close();
        throw error;
      }
    },
    run: () => (served === undefined ? Promise.reject(new Error('it was not prepared')) : run(served, short)),
    servers: () => (served === undefined ? [] : workersOf(served.room)),
    close: async () => served?.room.close(),
  };
}

/** nginx and its workers. */
function workersOf(room: Room): readonly number[] {
  const master = Number(room.read('nginx.pid'));
  return [master, ...descendants(master)];
}

async function curl({ room, url }: Served): Promise<void> {
  const args = ['-sSf', '--http1.1', '--cacert', room.path('ca.pem'), '-o', '/dev/null', `${url}/bulk`];
  await exec('curl', args, { timeout: TIMEOUT });
}

async function small({ url }: Served, quick: boolean): Promise<void> {
  const count = String(quick ? REQUESTS.quick : REQUESTS.whole);
  const args = ['--h1', '-t', '1', '-c', String(CONNECTIONS), '-n', count, `${url}/small`];
  const { stdout } = await exec('h2load', args, { timeout: TIMEOUT });
  if (!stdout.includes(` ${count} succeeded`)) throw new Error(`h2load did not get all: ${stdout.slice(-600)}`);
}

export const tlsLoads: readonly Load[] = [
  overTls(
    'TLS: 1 GB over nginx and curl (quick: a fifth)',
    (quick) => ({ name: 'bulk', size: quick ? BULK.quick : BULK.whole }),
    curl,
  ),
  overTls(
    `TLS: 150,000 answers of 2 KiB over ${CONNECTIONS} sessions of h2load (quick: 20,000)`,
    () => ({ name: 'small', size: SMALL }),
    small,
  ),
];
