/** Internet addresses as text. */

/**
 * 16 bytes as RFC 5952 text. IPv4-mapped ones (::ffff:0:0/96) print as plain IPv4, since that is what was on the wire.
 * @param at offset of the first of the 16 bytes.
 */
export function formatAddress(bytes: Uint8Array, at: number): string {
  const b = (i: number) => bytes[at + i] ?? 0;
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((b(i) << 8) | b(i + 1));
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return `${b(12)}.${b(13)}.${b(14)}.${b(15)}`;
  }
  const [start, length] = longestZeroRun(groups);
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (length < 2) return text(groups);
  return `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`;
}

function longestZeroRun(groups: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [0, 0];
  let run = 0;
  groups.forEach((group, i) => {
    run = group === 0 ? run + 1 : 0;
    if (run > best[1]) best = [i - run + 1, run];
  });
  return best;
}
