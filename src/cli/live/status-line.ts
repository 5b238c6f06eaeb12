/** The figures of a run in one line: findings, loss, faults, events a second, processes, sessions. */

import type { Finding } from '../../incident/index.ts';
import { severityHue } from '../card/badge.ts';
import { cutEnd, displayWidth } from '../card/text-width.ts';
import { counted, thousands } from '../card/words.ts';
import type { Hue, Paint } from '../paint.ts';

/** Memory below these goes untold: nobody needs it while all is well. Bytes. */
const ENGINE_LIMIT = 384 * 1_048_576;
const SENSOR_LIMIT = 64 * 1_048_576;

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

export interface RunFigures {
  readonly eventsPerSecond: number;
  readonly lost: number;
  /** That run now. */
  readonly processes: number;
  readonly fileSessions: number;
  readonly netSessions: number;
  readonly findings: number;
  /** Of each finding, as it is now. */
  readonly severities: readonly Finding['severity'][];
  readonly faults: number;
  /** Anonymous memory; undefined when it cannot be read. */
  readonly engineBytes: number | undefined;
  readonly sensorBytes: number | undefined;
}

interface Part {
  readonly text: string;
  readonly hue?: Hue;
}

/** Fits the width: what matters least is left out first, and it stands last. */
export function statusLine(figures: RunFigures, { paint, width }: { paint: Paint; width: number }): string {
  const shown: string[] = [];
  let room = width;
  for (const { text, hue } of partsOf(figures)) {
    const separator = shown.length === 0 ? '' : ' · ';
    const needed = displayWidth(separator + text);
    if (needed > room && shown.length > 0) break;
    const fitting = cutEnd(text, room);
    shown.push(separator + (hue === undefined ? fitting : paint(hue, fitting)));
    room -= needed;
  }
  return shown.join('');
}

function partsOf(figures: RunFigures): readonly Part[] {
  const { lost, faults } = figures;
  return [
    findings(figures),
    lost === 0 ? { text: 'none lost' } : { text: `${thousands(lost)} LOST`, hue: 'yellow' },
    ...(faults === 0 ? [] : [{ text: counted(faults, 'fault'), hue: 'yellow' } as const]),
    ...memory('engine', figures.engineBytes, ENGINE_LIMIT),
    ...memory('sensor', figures.sensorBytes, SENSOR_LIMIT),
    { text: `${thousands(figures.eventsPerSecond)} events/s` },
    { text: counted(figures.processes, 'process', 'processes') },
    { text: `${counted(figures.fileSessions, 'file session')}, ${thousands(figures.netSessions)} net` },
  ];
}

function findings({ findings: total, severities }: RunFigures): Part {
  const worst = SEVERITIES.find((severity) => severities.includes(severity));
  const text = counted(total, 'finding');
  if (worst === undefined) return { text };
  const many = severities.filter((severity) => severity === worst).length;
  return { text: `${text} (${many} ${worst})`, hue: severityHue(worst) };
}

function memory(part: string, bytes: number | undefined, limit: number): readonly Part[] {
  if (bytes === undefined || bytes <= limit) return [];
  return [{ text: `${part} uses ${Math.round(bytes / 1_048_576)} MiB`, hue: 'yellow' }];
}
