/**
 * What stands before the session proper: the talk with a proxy (HTTP CONNECT, SOCKS 4 and 5). What follows is between the
 * program and the server that it asked for, and is named and judged as if nothing stood before it.
 *
 * Sources: RFC 9110 §9.3.6 (CONNECT), RFC 1928 and RFC 1929 (SOCKS 5), the SOCKS 4 and 4a notes.
 *
 * @module
 */

export interface Behind {
  readonly proxy: 'http-connect' | 'socks4' | 'socks5';
  readonly client: Uint8Array;
  readonly server: Uint8Array;
}

/** What follows the talk with a proxy; undefined where there is none, or where it is not over. */
export function behindProxy(client: Uint8Array, server: Uint8Array): Behind | undefined {
  return behindConnect(client, server) ?? behindSocks5(client, server) ?? behindSocks4(client, server);
}

function behindConnect(client: Uint8Array, server: Uint8Array): Behind | undefined {
  const asked = /^CONNECT [\x21-\x7e]+ HTTP\/1\.[01]\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(latin1(client));
  const granted = /^HTTP\/1\.[01] 2\d\d[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(latin1(server));
  if (asked === null || granted === null) return undefined;
  return behind('http-connect', client, asked[0].length, server, granted[0].length);
}

function behindSocks5(client: Uint8Array, server: Uint8Array): Behind | undefined {
  const [version, methods = 0] = client;
  if (version !== 5 || server[0] !== 5) return undefined;
  let asked = 2 + methods;
  let granted = 2;
  if (server[1] === 2) {
    // user name and password (RFC 1929)
    if (client[asked] !== 1 || server[granted] !== 1) return undefined;
    const user = client[asked + 1] ?? 0;
    asked += 3 + user + (client[asked + 2 + user] ?? 0);
    granted += 2;
  } else if (server[1] !== 0) return undefined;
  const request = socks5Address(client, asked);
  const answer = socks5Address(server, granted);
  if (request === undefined || answer === undefined || client[asked + 1] !== 1 || server[granted + 1] !== 0) return;
  return behind('socks5', client, request, server, answer);
}

/** Where a request or answer ends that begins at `at`: version, command or reply, 0, address type, address, port. */
function socks5Address(bytes: Uint8Array, at: number): number | undefined {
  if (bytes[at] !== 5 || bytes[at + 2] !== 0) return undefined;
  const length = { 1: 4, 3: 1 + (bytes[at + 4] ?? 0), 4: 16 }[bytes[at + 3] ?? 0];
  return length === undefined ? undefined : at + 4 + length + 2;
}

function behindSocks4(client: Uint8Array, server: Uint8Array): Behind | undefined {
  if (client[0] !== 4 || client[1] !== 1 || server[0] !== 0 || server[1] !== 0x5a) return undefined;
  let end = client.indexOf(0, 8);
  // 0.0.0.x: the name follows (4a)
  if (end >= 0 && client[4] === 0 && client[5] === 0 && client[6] === 0) end = client.indexOf(0, end + 1);
  return end < 0 ? undefined : behind('socks4', client, end + 1, server, 8);
}

function behind(
  proxy: Behind['proxy'],
  client: Uint8Array,
  asked: number,
  server: Uint8Array,
  granted: number,
): Behind | undefined {
  if (client.length < asked || server.length < granted) return undefined;
  return { proxy, client: client.subarray(asked), server: server.subarray(granted) };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
