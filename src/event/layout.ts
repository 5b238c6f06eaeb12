/**
 * C struct layouts, declared as ordered tables of typed fields; offsets and sizes follow by natural
 * alignment, as the compiler lays them out. test/kernel/contract.test.ts compares the result with it.
 */

export interface Scalar {
  readonly form: 'scalar';
  readonly size: 1 | 2 | 4 | 8;
  readonly align: number;
  /** Text rather than a number: `char`. */
  readonly text: boolean;
}

export interface Sequence<F extends Field = Field> {
  readonly form: 'array';
  readonly of: F;
  readonly length: number;
  readonly size: number;
  readonly align: number;
}

export type Fields = { readonly [name: string]: Field };

export interface Struct<F extends Fields = Fields> {
  readonly form: 'struct';
  /** As in C, without `struct`. */
  readonly name: string;
  readonly fields: F;
  /** Offset of each field, bytes from the struct's start. */
  readonly at: { readonly [K in keyof F]: number };
  readonly size: number;
  readonly align: number;
}

export type Field = Scalar | Sequence | Struct;

function scalar(size: Scalar['size'], text = false): Scalar {
  return { form: 'scalar', size, align: size, text };
}

export const u8: Scalar = scalar(1);
export const u16: Scalar = scalar(2);
export const u32: Scalar = scalar(4);
export const u64: Scalar = scalar(8);
export const char: Scalar = scalar(1, true);

export function array<F extends Field>(of: F, length: number): Sequence<F> {
  return { form: 'array', of, length, size: of.size * length, align: of.align };
}

/** Lays out fields in the order given. All of the contract's structs are naturally aligned, none is packed. */
export function struct<const F extends Fields>(name: string, fields: F): Struct<F> {
  const at: Record<string, number> = {};
  let end = 0;
  let align = 1;
  for (const [field, type] of Object.entries(fields)) {
    end = Math.ceil(end / type.align) * type.align;
    at[field] = end;
    end += type.size;
    align = Math.max(align, type.align);
  }
  const size = Math.ceil(end / align) * align;
  return { form: 'struct', name, fields, at: at as { [K in keyof F]: number }, size, align };
}

/** A C enum: its tag, the prefix that its constants share, and their values without the prefix. */
export interface Enumeration<V extends Readonly<Record<string, number>> = Readonly<Record<string, number>>> {
  readonly name: string;
  readonly prefix: string;
  readonly values: V;
}

export function enumeration<const V extends Readonly<Record<string, number>>>(
  name: string,
  prefix: string,
  values: V,
): Enumeration<V> {
  return { name, prefix, values };
}

/** Lower-case names of the constants that are set in a mask of single bits, lowest bit first. */
export function bitNames<V extends Readonly<Record<string, number>>>(
  of: Enumeration<V>,
): readonly Lowercase<keyof V & string>[] {
  const names: Lowercase<keyof V & string>[] = [];
  for (const [name, bit] of Object.entries(of.values)) {
    names[Math.log2(bit)] = name.toLowerCase() as Lowercase<keyof V & string>;
  }
  return names;
}
