// Asks each address so often, by https, in a session each; an address of digits is not verified. https.mjs COUNT ADDRESS…
import { Agent, get } from 'node:https';

const agent = new Agent({ keepAlive: false });
const ask = (/** @type {string} */ address) =>
  new Promise((resolve, reject) => {
    const rejectUnauthorized = !/^https:\/\/[\d.]+[:/]/.test(address);
    get(address, { agent, rejectUnauthorized, timeout: 20_000 }, (answer) => {
      answer.resume().on('end', resolve);
    }).on('error', reject);
  });
const [count, ...addresses] = process.argv.slice(2);
for (let i = 0; i < Number(count); i += 1) for (const address of addresses) await ask(address);
