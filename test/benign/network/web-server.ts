/** A web server of a room's own, over TLS, for clients of all kinds; it also takes uploads. */
import { fileURLToPath } from 'node:url';
import type { Room } from '../room.ts';
import { makeCertificate, portOf } from './place.ts';

const PROGRAM = fileURLToPath(new URL('web-server.mjs', import.meta.url));

/** What it serves. */
export function writePages(room: Room): void {
  room.write({
    'www/index.html': '<!doctype html><title>made</title><h1>made for a test</h1>\n',
    'www/status': '{"status":"ok"}\n',
    'www/large': Buffer.from('a line of some text, as files have them\n'.repeat(50_000)),
    'www/put/.keep': '',
  });
}

/** @returns its address, without a slash at the end */
export async function startWebServer(room: Room): Promise<string> {
  const port = portOf(room);
  await makeCertificate(room);
  writePages(room);
  const url = `https://localhost:${port}`;
  await room.serve(`${process.execPath} ${PROGRAM} ${port}`, `curl -sf --cacert ca.pem -o /dev/null ${url}/status`);
  return url;
}
