// An agent: reports to a server every so many seconds, until it is ended. report.mjs SECONDS ADDRESS
import { request } from 'node:https';

const [seconds, address = ''] = process.argv.slice(2);
setInterval(() => {
  const made = request(address, { method: 'POST', agent: false }, (answer) => answer.resume());
  made.on('error', () => {}).end(JSON.stringify({ at: Date.now() }));
}, Number(seconds) * 1000);
