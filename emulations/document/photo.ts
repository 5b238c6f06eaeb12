/** Photographs: a baseline JPEG, grey, whose body is coefficients coded with the standard's own Huffman tables. */
import type { Random } from './random.ts';

/** Symbols of each code length, 1 to 16 bits (ITU-T T.81, tables K.3 and K.5). */
const DC_LENGTHS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const DC_SYMBOLS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const AC_LENGTHS = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125];
const AC_SYMBOLS = Buffer.from(
  '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a' +
    '434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9' +
    'aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
  'hex',
);

type Codes = ReadonlyMap<number, readonly [code: number, length: number]>;

function codesOf(lengths: readonly number[], symbols: ArrayLike<number>): Codes {
  const codes = new Map<number, readonly [number, number]>();
  let code = 0;
  let next = 0;
  lengths.forEach((count, i) => {
    for (let k = 0; k < count; k += 1) {
      codes.set(symbols[next] ?? 0, [code, i + 1]);
      code += 1;
      next += 1;
    }
    code *= 2;
  });
  return codes;
}

const DC = codesOf(DC_LENGTHS, DC_SYMBOLS);
const AC = codesOf(AC_LENGTHS, AC_SYMBOLS);

/** Bits, highest first; a byte of 255 is followed by one of 0. */
class Bits {
  readonly bytes: number[] = [];
  #held = 0;
  #count = 0;

  put(value: number, length: number): void {
    for (let i = length - 1; i >= 0; i -= 1) {
      this.#held = this.#held * 2 + ((value >> i) & 1);
      this.#count += 1;
      if (this.#count === 8) this.#flush();
    }
  }

  end(): void {
    while (this.#count > 0) this.put(1, 1);
  }

  #flush(): void {
    this.bytes.push(this.#held);
    if (this.#held === 255) this.bytes.push(0);
    this.#held = 0;
    this.#count = 0;
  }
}

function putValue(bits: Bits, codes: Codes, run: number, value: number): void {
  const size = value === 0 ? 0 : 32 - Math.clz32(Math.abs(value));
  const [code, length] = codes.get(run * 16 + size) ?? [0, 0];
  bits.put(code, length);
  if (size > 0) bits.put(value < 0 ? value + 2 ** size - 1 : value, size);
}

const segment = (marker: number, content: ArrayLike<number>): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255]),
    Buffer.from(Array.from(content)),
  ]);

export function photo(random: Random): Buffer {
  const side = random.between(24, 48);
  const bits = new Bits();
  for (let block = 0; block < side * side; block += 1) {
    putValue(bits, DC, 0, Math.round((random.next() - random.next()) * 60));
    for (let at = random.between(0, 2); at < random.between(6, 28); ) {
      const value = Math.round((random.next() - 0.5) * (40 / (1 + at / 4)));
      if (value !== 0) putValue(bits, AC, 0, value);
      at += 1;
    }
    putValue(bits, AC, 0, 0);
  }
  bits.end();
  const pixels = side * 8;
  const size = [pixels >> 8, pixels & 255];
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 72, 0, 72, 0, 0]),
    segment(0xdb, [0, ...Array.from({ length: 64 }, (_, i) => 8 + i)]),
    segment(0xc0, [8, ...size, ...size, 1, 1, 0x11, 0]),
    segment(0xc4, [0x00, ...DC_LENGTHS, ...DC_SYMBOLS]),
    segment(0xc4, [0x10, ...AC_LENGTHS, ...AC_SYMBOLS]),
    segment(0xda, [1, 1, 0, 0, 63, 0]),
    Buffer.from(bits.bytes),
    Buffer.from([0xff, 0xd9]),
  ]);
}
