/**
 * The far end of a command channel, as a program of its own in a network namespace: `main.ts ADDRESS PLAN [KEY CERTIFICATE]`.
 * Says `listening PORT`, and when its standard input ends, a report of what it could read.
 */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { createServer as createTlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { type Codec, codecOf } from './codec.ts';
import type { PeerPlan, PeerReport } from './plan.ts';
import { conversationOf, type Line } from './talk.ts';
import { webServer } from './web.ts';

const [address = '127.0.0.1', given = '{}', keyFile, certFile] = process.argv.slice(2);
const plan = JSON.parse(given) as PeerPlan;
const conversation = conversationOf(plan.talk);
const faults: string[] = [];
let messages = 0;

const listening = (port: number) => process.stdout.write(`listening ${port}\n`);

function take(codec: Codec, line: Line, bytes: Buffer): void {
  try {
    for (const message of codec.push(bytes)) {
      messages += 1;
      conversation.hear(line, message);
    }
  } catch (error) {
    faults.push((error as Error).message);
    line.close();
  }
}

function connected(socket: Socket): void {
  const codec = codecOf(plan.wire, false);
  const line: Line = {
    say: (text) => void socket.write(codec.wrap(Buffer.from(text))),
    close: () => void socket.end(),
  };
  socket.on('error', () => {
    // the implant ended: what it left undone shows in the report
  });
  socket.on('data', (bytes) => take(codec, line, bytes));
  socket.setTimeout((plan.patience ?? 15) * 1000, () => socket.destroy());
  if (codec.greeting !== undefined) socket.write(codec.greeting);
  conversation.open(line);
}

/** Node has no raw sockets: a small program stands in front of this one, and speaks in lines of hexadecimal. */
function echoes(): void {
  const child = spawn('/usr/bin/python3', [fileURLToPath(new URL('echo-relay.py', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const codec = codecOf(plan.wire, true);
  const say = (text: string) => void child.stdin.write(`${codec.wrap(Buffer.from(text)).toString('hex')}\n`);
  createInterface({ input: child.stdout }).on('line', (text) => {
    if (text === 'ready') listening(0);
    else take(codec, { say, close: () => undefined }, Buffer.from(text, 'hex'));
  });
}

function listen(): void {
  if (plan.transport === 'icmp') {
    echoes();
    return;
  }
  if (plan.transport === 'udp') {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    const codec = codecOf(plan.wire, true);
    socket.on('message', (bytes, from) => {
      const say = (text: string) => void socket.send(codec.wrap(Buffer.from(text)), from.port, from.address);
      take(codec, { say, close: () => undefined }, bytes);
    });
    socket.bind(0, address, () => listening(socket.address().port));
    return;
  }
  const server = streams();
  server.on('tlsClientError', (error: Error) => faults.push(`the handshake failed: ${error.message}`));
  server.listen(0, address, () => {
    const at = server.address();
    if (at !== null && typeof at === 'object') listening(at.port);
  });
}

function streams() {
  if (plan.transport !== 'tls' || keyFile === undefined || certFile === undefined)
    return createServer({ noDelay: true }, connected);
  const credentials = { key: readFileSync(keyFile), cert: readFileSync(certFile) };
  if (plan.talk.kind === 'polls') {
    return webServer(credentials, (line, message) => {
      messages += 1;
      conversation.hear(line, message);
    });
  }
  return createTlsServer({ ...credentials, ALPNProtocols: [...(plan.alpn ?? [])] }, connected);
}

listen();
process.stdin.resume().on('end', () => {
  const report: PeerReport = { messages, failures: [...faults, ...conversation.failures()] };
  process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));
});
