/**
 * Names the application protocol from the first bytes each way. What cannot be named is `unknown`, never guessed
 * from a port.
 *
 * @module
 */
import { parseDnsQuestion } from './dns.ts';
import { type Behind, behindProxy } from './preamble.ts';
import { isQuic } from './quic.ts';
import { isRtp } from './rtp.ts';
import { answersHello } from './server-hello.ts';
import { MATCHERS } from './signature.ts';
import { type ClientHello, looksLikeServerHello, parseClientHello } from './tls.ts';

export interface FirstBytes {
  readonly transport: 'tcp' | 'udp';
  /** First bytes of the side that opened the session, over as many messages as they took; at most 512. */
  readonly client: Uint8Array;
  readonly server: Uint8Array;
  /** Seen by the side that was asked. */
  readonly accepted?: boolean;
}

/** Protocol names as told in findings; `none` before the first byte. */
export type ApplicationName =
  | 'none'
  | 'unknown'
  | 'tls'
  | 'dtls'
  | 'quic'
  | 'rtp'
  | 'dns'
  | (typeof MATCHERS)[number]['name'];

export interface Application {
  readonly name: ApplicationName;
  readonly hello?: ClientHello;
  /** Whether what came back follows from the hello; undefined where that cannot be said, or not yet. */
  readonly answered?: boolean | undefined;
  /** The name asked for, when it is a DNS session. */
  readonly question?: string;
  /** It goes through a proxy, and was named by what follows the talk with it. */
  readonly behind?: Behind;
}

/** Names the protocol of a session; never throws, whatever the bytes. */
export function nameApplication(first: FirstBytes): Application {
  const { client, server, transport } = first;
  if (client.length === 0 && server.length === 0) return { name: 'none' };
  if (transport === 'tcp') {
    const behind = behindProxy(client, server);
    if (behind !== undefined && behind.client.length + behind.server.length > 0)
      return { ...nameApplication({ ...first, client: behind.client, server: behind.server }), behind };
    const hello = parseClientHello(client);
    if (hello !== undefined) return { name: 'tls', hello, answered: answersHello(server, hello) };
    if (looksLikeServerHello(server) && client.length === 0) return { name: 'tls' };
  } else {
    if (isDtls(client) || (client.length === 0 && isDtls(server))) return { name: 'dtls' };
    if (isQuic(client) || (client.length === 0 && isQuic(server, false))) return { name: 'quic' };
    if (isRtp(client) || isRtp(server)) return { name: 'rtp' };
  }
  // a question with the right number would pass for NTP, one in three hundred
  const question = dnsQuestion(first);
  if (question !== undefined) return { name: 'dns', question };
  const matcher = MATCHERS.find(
    (candidate) =>
      (candidate.transport ?? transport) === transport && candidate.matches(client, server, first.accepted === true),
  );
  return { name: matcher?.name ?? 'unknown' };
}

function dnsQuestion({ transport, client, server }: FirstBytes): string | undefined {
  const bytes = client.length > 0 ? client : server;
  if (transport === 'tcp') {
    const length = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
    if (length < 17 || length > 4096 || (bytes.length < 512 && bytes.length < length + 2)) return undefined;
  }
  return parseDnsQuestion(bytes, transport === 'tcp')?.name;
}

/** DTLS record: a content type, 0xfeff or 0xfefd, epoch 0, and a length that fits (RFC 9147 §4). */
function isDtls(bytes: Uint8Array): boolean {
  const [type = 0, major = 0, minor = 0] = bytes;
  return bytes.length >= 13 && type >= 20 && type <= 23 && major === 0xfe && (minor === 0xff || minor === 0xfd);
}
