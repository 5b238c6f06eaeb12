/** The recording's second line: read and checked. */
import { EventError } from '../error.ts';
import { CONTRACT_MAJOR } from '../wire.ts';
import type { RecordingHeader } from './format.ts';

/** @param at where the line begins. @throws EventError `corrupt`; `contract` when it was made under another major. */
export function readHeaderLine(text: string, at: number): RecordingHeader {
  const header = parseHeader(text, at);
  if (header.contract.major === CONTRACT_MAJOR) return header;
  const { major, minor } = header.contract;
  const message = `the recording was made under contract ${major}.${minor}; this program reads ${CONTRACT_MAJOR}.x`;
  throw new EventError('contract', at, message);
}

function parseHeader(text: string, at: number): RecordingHeader {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw new EventError('corrupt', at, "the recording's header is not JSON", { cause });
  }
  if (!isHeader(header)) throw new EventError('corrupt', at, "the recording's header lacks a field");
  return header;
}

function isHeader(value: unknown): value is RecordingHeader {
  const text = (of: unknown, ...names: string[]) => names.every((name) => typeof field(of, name) === 'string');
  const contract = field(value, 'contract');
  return (
    typeof field(contract, 'major') === 'number' &&
    typeof field(contract, 'minor') === 'number' &&
    text(field(value, 'host'), 'name', 'bootId', 'kernel', 'machine') &&
    typeof field(field(value, 'clock'), 'firstHello') === 'number' &&
    text(value, 'created') &&
    text(field(value, 'product'), 'name', 'version')
  );
}

function field(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? (of as Record<string, unknown>)[name] : undefined;
}
