/** The figures of a run in one line: events a second, loss, processes, sessions, findings, memory. */

export interface RunFigures {
  readonly eventsPerSecond: number;
  readonly lost: number;
  readonly processes: number | undefined;
  readonly fileSessions: number;
  readonly netSessions: number;
  readonly findings: number;
  readonly faults: number;
  readonly engineBytes: number;
  readonly sensorBytes: number | undefined;
}

export function statusLine(figures: RunFigures): string {
  const memory = [`engine ${megabytes(figures.engineBytes)}`];
  if (figures.sensorBytes !== undefined) memory.push(`sensor ${megabytes(figures.sensorBytes)}`);
  const parts = [
    `${count(figures.eventsPerSecond)} events/s`,
    figures.lost === 0 ? 'none lost' : `${count(figures.lost)} LOST`,
    ...(figures.processes === undefined ? [] : [`${count(figures.processes)} processes`]),
    `${count(figures.fileSessions)} file and ${count(figures.netSessions)} net sessions`,
    `${count(figures.findings)} findings`,
    ...(figures.faults === 0 ? [] : [`${count(figures.faults)} faults`]),
    memory.join(' '),
  ];
  return parts.join(' · ');
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
