/** Where findings of a run go: NDJSON, cards on a terminal, the store. Each is an outlet of the engine. */
import type { Outlet } from '../../engine/index.ts';
import type { Settings } from '../../settings/index.ts';
import { findingFormat, ndjsonSink, type Sink } from '../../sink/index.ts';
import { FindingScreen } from '../live/finding-screen.ts';
import type { Terminal } from '../live/terminal.ts';
import { version } from '../version.ts';
import { worthTelling } from './rarely.ts';

/** The path for NDJSON that the settings mean; undefined: cards on the terminal alone. */
export function outputPath(output: string, isTerminal: boolean): string | undefined {
  if (output !== 'auto') return output;
  return isTerminal ? undefined : '-';
}

export interface SinkListener {
  readonly notice: (line: string) => void;
  /** Nobody reads standard output any more. */
  readonly onReaderGone: () => void;
}

/** @throws SinkError */
export function openSink(path: string, format: Settings['format'], listener: SinkListener): Sink {
  let count = 0;
  return ndjsonSink({
    path,
    format: findingFormat(format, version()),
    onFault: (code, message) => {
      count += 1;
      if (worthTelling(count)) listener.notice(`fault: findings to ${path}: ${message} (${count} so far)`);
      if (code === 'EPIPE' && path === '-') listener.onReaderGone();
    },
  });
}

export function sinkOutlet(sink: Sink): Outlet {
  return { name: sink.name, take: ({ finding }) => void sink.write(finding) };
}

/** Cards on standard output, when that is a terminal that no NDJSON goes to. */
export function cardScreen(terminal: Terminal, path: string | undefined, replayed = false): FindingScreen | undefined {
  if (!process.stdout.isTTY || path === '-') return undefined;
  return new FindingScreen({
    print: (text) => terminal.print(text),
    look: () => ({ ...terminal.look(), replayed }),
  });
}
