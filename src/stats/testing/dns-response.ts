/** DNS questions for tests, and their answers as resolvers write them: with compressed names and an EDNS record. */

const u16 = (value: number) => [(value >> 8) & 255, value & 255];

export function dnsQuestion(name: string): Uint8Array {
  return Uint8Array.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels(name), 0, 0, 1, 0, 1]);
}

export interface DnsResponse {
  readonly name: string;
  /** Each of 4 bytes or 16. */
  readonly addresses: readonly (readonly number[])[];
  /** Of whom the addresses are, where it is not the name itself. */
  readonly alias?: string;
  /** Name servers, whose addresses stand in the additional part. */
  readonly glue?: readonly (readonly number[])[];
}

export function dnsResponse({ name, addresses, alias, glue = [] }: DnsResponse): Uint8Array {
  const answers = addresses.length + Number(alias !== undefined);
  const type = addresses[0]?.length === 16 ? 28 : 1;
  const head = [0x12, 0x34, 0x81, 0x80, 0, 1, ...u16(answers), ...u16(0), ...u16(glue.length + 1)];
  const question = [...labels(name), 0, ...u16(type), 0, 1];
  const records = [
    // the alias is written out where its record's data begin
    ...(alias === undefined ? [] : [record([0xc0, 12], 5, [...labels(alias), 0])]),
    ...addresses.map((address) => ofHost(alias === undefined ? 12 : head.length + question.length + 12, address)),
    ...glue.map((address) => ofHost(12, address)),
  ];
  return Uint8Array.from([...head, ...question, ...records.flat(), 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0]);
}

const ofHost = (owner: number, address: readonly number[]) =>
  record([0xc0 | (owner >> 8), owner & 255], address.length === 16 ? 28 : 1, address);

function record(owner: readonly number[], type: number, data: readonly number[]): number[] {
  return [...owner, ...u16(type), 0, 1, 0, 0, 0, 60, ...u16(data.length), ...data];
}

function labels(name: string): number[] {
  return name.split('.').flatMap((label) => [label.length, ...new TextEncoder().encode(label)]);
}
