// AN0401: a command channel of Node, over TLS or under AES-256 of its own crypto: channel.mjs ADDRESS PORT ANSWERS KEY tls|aes
//
// Answers the commands that ANSWERS (JSON) knows with the text that it has for them, and runs nothing.
// Talks to loopback and to private addresses only: peers that a test made.
import { createCipheriv, randomBytes } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

const [address = '', port, path = '', key = '', how] = process.argv.slice(2);
if (!/^(?:127|10)(?:\.\d+){3}$/.test(address)) process.exit(64);
/** @type {Record<string, string>} */
const answers = JSON.parse(readFileSync(path, 'utf8'));
const place = { host: address, port: Number(port) };
const socket = how === 'tls' ? connectTls({ ...place, rejectUnauthorized: false }) : connect(place);

const iv = randomBytes(16);
const cipher = (/** @type {Buffer} */ start) => {
  const made = createCipheriv('aes-256-ctr', key, start);
  return (/** @type {Buffer} */ bytes) => (how === 'tls' ? bytes : made.update(bytes));
};
const [out, into] = [cipher(iv), cipher(Buffer.from(iv.map((byte) => ~byte)))];
let head = how === 'tls' ? Buffer.alloc(0) : iv;

function say(text = 'not known here\n') {
  const body = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  socket.write(Buffer.concat([head, out(Buffer.concat([length, body]))]));
  head = Buffer.alloc(0);
  writeSync(3, `${(Date.now() / 1000).toFixed(6)} @payload\n`);
}

let held = Buffer.alloc(0);
socket.on(how === 'tls' ? 'secureConnect' : 'connect', () => say(answers['uname -a']));
socket.on('data', (bytes) => {
  held = Buffer.concat([held, into(bytes)]);
  while (held.length >= 4 && held.length >= 4 + held.readUInt32BE()) {
    const end = 4 + held.readUInt32BE();
    const command = held.toString('utf8', 4, end);
    held = held.subarray(end);
    if (command === 'exit') process.exit(0);
    say(answers[command]);
  }
});
