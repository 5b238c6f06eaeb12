/**
 * How much the host state may hold. Every table has a cap; what is dropped is counted in `Host.gauges`.
 */
export interface HostLimits {
  /** Processes, running and ended, that are remembered. */
  readonly processes: number;
  /** How long a process is remembered after its end, ms of event time. Ancestors of remembered ones stay longer. */
  readonly endedFor: number;
  /** Files whose place is remembered. */
  readonly files: number;
  /** Directories whose path is remembered. */
  readonly places: number;
  /** Nodes of the directory tree, intermediate ones included. */
  readonly directoryNodes: number;
  /** Pipes, fifos and unix sockets on descriptors 0–2. */
  readonly joints: number;
  /** Images whose ownership is remembered. */
  readonly images: number;
}

/**
 * Defaults for one busy host. A process costs about 1 KiB and a file about 0.4 KiB, so full tables stay
 * near 60 MiB. Ten minutes of ended processes outlast the slowest finding's update interval.
 */
export const DEFAULT_LIMITS: HostLimits = {
  processes: 16_384,
  endedFor: 600_000,
  files: 65_536,
  places: 32_768,
  directoryNodes: 131_072,
  joints: 65_536,
  images: 8_192,
};
