/** Compiles the implants that are programs of C, when a source is newer than the program. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Need } from '../emulation.ts';

const run = promisify(execFile);
const SOURCES = fileURLToPath(new URL('implant', import.meta.url));
const OUTPUT = fileURLToPath(new URL('../../build/emulations', import.meta.url));

export const COMPILER: readonly Need[] = [{ command: 'cc', package: 'gcc' }];
/** For those that speak TLS: OpenSSL is linked into them. */
export const TLS_COMPILER: readonly Need[] = [
  ...COMPILER,
  { command: '/usr/include/openssl/ssl.h', package: 'libssl-dev' },
];

export interface Recipe {
  /** Of the program. */
  readonly name: string;
  /** Without `.c`; `link` comes with all of them. */
  readonly sources: readonly string[];
  /** After the sources: libraries. */
  readonly libraries?: readonly string[];
  /** Linked with the C library at run time. */
  readonly dynamic?: boolean;
}

async function modified(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  );
}

/** @returns path of the program @throws Error when it does not compile */
export async function build({ name, sources, libraries = [], dynamic = false }: Recipe): Promise<string> {
  const program = `${OUTPUT}/${name}`;
  const files = [...sources, 'link'].map((source) => `${SOURCES}/${source}.c`);
  const headers = (await readdir(SOURCES)).filter((file) => file.endsWith('.h')).map((file) => `${SOURCES}/${file}`);
  const times = await Promise.all([...files, ...headers].map(modified));
  if ((await modified(program)) > Math.max(...times)) return program;
  await mkdir(OUTPUT, { recursive: true });
  // several may compile at once: each to a name of its own, and the last rename wins
  const made = `${program}.${process.pid}`;
  const how = dynamic ? [] : ['-static'];
  await run('cc', ['-O2', '-Wall', '-Wextra', ...how, '-o', made, ...files, ...libraries], { timeout: 60_000 });
  await rename(made, program);
  return program;
}
