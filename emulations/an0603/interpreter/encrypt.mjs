// AN0603: AES-256 by node over a marked tree: encrypt.mjs DIRECTORY SUFFIX [new]
// Overwrites files behind a fresh IV, or with `new` writes a new file and unlinks the original. Tells of each on descriptor 3.
import { createCipheriv, randomBytes } from 'node:crypto';
import { existsSync, writeSync } from 'node:fs';
import { readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const KEY = Buffer.from('the key of an emulation, no more');
const MARKER = '.cipherwatch-emulation';
const AT_ONCE = 4;

const [tree = '', suffix = '', way] = process.argv.slice(2);
if (!existsSync(join(tree, MARKER))) {
  process.stderr.write(`${tree} is not a marked emulation tree\n`);
  process.exit(64);
}
const now = () => (performance.timeOrigin + performance.now()) / 1000;
const begun = performance.now();
const rate = Number(process.env.EMULATION_RATE ?? Number.POSITIVE_INFINITY);
const found = await readdir(tree, { recursive: true, withFileTypes: true });
const files = found.filter((entry) => entry.isFile() && entry.name !== MARKER);
let next = 0;

async function work() {
  for (let turn = next++; turn < files.length; turn = next++) {
    const { parentPath, name } = files[turn] ?? { parentPath: '', name: '' };
    const path = join(parentPath, name);
    const early = begun + (turn / rate) * 1000 - performance.now();
    if (early > 0) await setTimeout(early);
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-256-ctr', KEY, iv);
    const content = Buffer.concat([iv, cipher.update(await readFile(path))]);
    await writeFile(way === 'new' ? path + suffix : path, content);
    if (way === 'new') await unlink(path);
    writeSync(3, `${now().toFixed(6)} ${path}\n`);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, work));
