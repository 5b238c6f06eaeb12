/** Compiles a trigger program when its source is newer than its binary. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ROOT } from './requirement.ts';

const run = promisify(execFile);
const SOURCES = `${ROOT}/test/kernel/triggers`;
const OUTPUT = `${ROOT}/build/triggers`;

async function modified(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  );
}

async function newest(directory: string, source: string): Promise<number> {
  const headers = (await readdir(directory)).filter((name) => name.endsWith('.h'));
  const times = await Promise.all([source, ...headers].map((name) => modified(`${directory}/${name}`)));
  return Math.max(...times);
}

async function compiler(): Promise<string> {
  for (const name of ['cc', 'gcc', 'clang']) {
    const found = await run(name, ['--version']).catch(() => undefined);
    if (found !== undefined) return name;
  }
  throw new Error('no C compiler (cc, gcc or clang) is installed');
}

/**
 * @param name of a source under `directory`, without `.c`
 * @returns path of the binary
 */
export async function trigger(name: string, directory = SOURCES): Promise<string> {
  const binary = `${OUTPUT}/${name}`;
  if ((await modified(binary)) > (await newest(directory, `${name}.c`))) return binary;
  await mkdir(OUTPUT, { recursive: true });
  // test files run side by side: each compiles to a name of its own, and the last rename wins
  const made = `${binary}.${process.pid}`;
  await run(await compiler(), ['-O1', '-pthread', '-o', made, `${directory}/${name}.c`, '-ldl']);
  await rename(made, binary);
  return binary;
}

/** Compiles a shared library. @param symbol the one function that it holds @returns its path */
export async function library(path: string, symbol: string): Promise<string> {
  const source = `int ${symbol}(void) { return 1; }\n`;
  const compile = run(await compiler(), ['-shared', '-fPIC', '-x', 'c', '-o', path, '-']);
  compile.child.stdin?.end(source);
  await compile;
  return path;
}
