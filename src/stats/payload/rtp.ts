/**
 * Sound and pictures as they are spoken: RTP (RFC 3550 §5.1), and SRTP, whose header is the same and in clear.
 *
 * @module
 */

const HEADER = 12;
const VERSION_2 = 0x80;
/** Packets that must follow each other within the first bytes: those of speech have 40 to 170 bytes. */
const PACKETS = 3;

/** Do these datagrams, joined, hold packets of one source, each numbered one more than the last, at even steps of its clock? */
export function isRtp(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER || ((bytes[0] ?? 0) & 0xc0) !== VERSION_2) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const source = view.getUint32(8);
  let at = 0;
  let step: number | undefined;
  for (let packets = 1; packets < PACKETS; packets++) {
    const next = nextOf(view, at, source);
    if (next === undefined) return false;
    const ahead = (view.getUint32(next + 4) - view.getUint32(at + 4)) >>> 0;
    if (ahead === 0 || (step !== undefined && ahead !== step)) return false;
    step = ahead;
    at = next;
  }
  return true;
}

/** Where the packet after the one at `at` begins. */
function nextOf(view: DataView, at: number, source: number): number | undefined {
  const sequence = (view.getUint16(at + 2) + 1) & 0xffff;
  for (let next = at + HEADER; next + HEADER <= view.byteLength; next++) {
    if ((view.getUint8(next) & 0xc0) !== VERSION_2 || view.getUint16(next + 2) !== sequence) continue;
    if (view.getUint32(next + 8) === source) return next;
  }
  return undefined;
}
