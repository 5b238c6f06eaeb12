/** What a peer is to be: handed over as one argument, so plain data. */

export type CipherName = 'aes-256-ctr' | 'rc4' | 'chacha20';

/** How messages are wrapped on the wire. */
export type Wire =
  /** As they are: text, in what the transport encrypts. */
  | { readonly form: 'text' }
  /** A length of four bytes before each, in what the transport encrypts. */
  | { readonly form: 'framed' }
  /** A stream or datagrams under a cipher of the implant's own; `encoding`: a line of base64 for each message. */
  | { readonly form: 'sealed'; readonly cipher: CipherName; readonly encoding?: 'base64' }
  /** Each message is what `openssl enc` makes of it, in a line of base64. */
  | { readonly form: 'salted' }
  /** Datagrams with a QUIC header in front, sealed with ChaCha20 and padded. */
  | { readonly form: 'quic' }
  /** Bodies of HTTP messages: base64 of a name in clear and a sealed message. */
  | { readonly form: 'posted'; readonly cipher: CipherName }
  | { readonly form: 'tiny-shell' }
  | { readonly form: 'stage' };

export type Transport = 'tcp' | 'udp' | 'tls' | 'icmp';

/** Who is at the far end. */
export type Talk =
  /** An operator who types at a shell, and expects to see what the commands print. */
  | { readonly kind: 'shell' }
  /** An operator whose commands are answered one by one. */
  | { readonly kind: 'commands' }
  /** A server that is called back so many times, each time with nothing to do; it hangs up after each, or not. */
  | { readonly kind: 'beacons'; readonly count: number; readonly hangsUp?: boolean }
  /** A web server over TLS: commands are fetched so many times, and what they print is brought. */
  | { readonly kind: 'polls'; readonly count: number }
  /** Takes an upload of so many bytes. */
  | { readonly kind: 'upload'; readonly bytes: number };

export interface PeerPlan {
  readonly transport: Transport;
  readonly wire: Wire;
  readonly talk: Talk;
  /** s without a word after which the peer hangs up (default 15). */
  readonly patience?: number;
  /** Protocols that TLS offers to negotiate. */
  readonly alpn?: readonly string[];
}

/** What a peer says at its end. */
export interface PeerReport {
  /** Messages that it could read. */
  readonly messages: number;
  readonly failures: readonly string[];
}
