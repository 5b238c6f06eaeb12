/** Where findings of a run go: NDJSON, cards on a terminal, the store. Each is an outlet of the engine. */
import type { Outlet } from '../../engine/index.ts';
import type { Told } from '../../incident/index.ts';
import type { Settings } from '../../settings/index.ts';
import { findingFormat, ndjsonSink, type Sink } from '../../sink/index.ts';
import { card, updateLine } from '../card/card.ts';
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

/** Cards on standard output; an update is one line. */
export function cardOutlet(terminal: Terminal): Outlet {
  return {
    name: 'terminal',
    take: ({ finding }: Told) => {
      const text = finding.activity === 'create' ? card(finding, terminal.paint) : updateLine(finding, terminal.paint);
      terminal.print(text);
    },
  };
}
