/** The far end as a web server: hands out commands, and takes what they print as the bodies of requests. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:tls';
import type { Line } from './talk.ts';

/** Harmless. */
const COMMANDS = 'id\nuname -a\nls /etc\n';

export function webServer(
  credentials: { readonly key: Buffer; readonly cert: Buffer },
  hear: (line: Line, message: Buffer) => void,
): Server {
  return createServer(credentials, (request, response) => {
    if (request.method === 'POST') take(request, response, hear);
    else response.end(COMMANDS);
  });
}

function take(request: IncomingMessage, response: ServerResponse, hear: (line: Line, message: Buffer) => void): void {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    hear({ say: () => undefined, close: () => undefined }, Buffer.concat(parts));
    response.end('ok\n');
  });
}
