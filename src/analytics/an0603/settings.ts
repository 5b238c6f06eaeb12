/**
 * What can be tuned. The caller resolves it (`src/settings`); here are the types and the defaults.
 *
 * @module
 */
export interface An0603Settings {
  /**
   * ATT&CK mutable element: file operations (writes to files, unlinks, renames, creations) per second by one
   * job that count as a burst.
   */
  readonly SyscallBurstRate: number;
  /** ATT&CK mutable element: absolute directories whose files weigh more. Raises the weight, never needed. */
  readonly DirectoryTargeted: readonly string[];
  /** ATT&CK mutable element: a regular expression over names of notes, case ignored. Raises the weight, never needed. */
  readonly FilenamePattern: string;
  /** Confidence (0 to 1) from which a case is told. */
  readonly decisionThreshold: number;
  /** Prior log-odds of a group that destroys one file being an attack, in nats. */
  readonly priorLogOdds: number;
  /** Destroyed files of one group before anything is told, whatever the confidence. */
  readonly minimumFiles: number;
  /** Files that people encrypt and remove by hand with a known tool; up to here it speaks against an attack. */
  readonly handFiles: number;
  /** Half-life of a destroyed file's weight, in days: a file a minute for hours still adds up. */
  readonly halfLifeDays: number;
  /** Least time between two updates of one case, in ms of event time (or earlier when its files have doubled). */
  readonly updateIntervalMs: number;
  /** Absolute paths of planted canary files. */
  readonly canaries: readonly string[];
  /** Bounds of the state, in entries. */
  readonly limits: {
    readonly files: number;
    readonly processes: number;
    readonly lineages: number;
    readonly groups: number;
    readonly cases: number;
  };
}

/** 16,384 files with at most 4 samples of 512 bytes each are about 40 MB at worst; a few MB in ordinary work. */
export const defaultAn0603Settings: An0603Settings = {
  SyscallBurstRate: 40,
  DirectoryTargeted: ['/home', '/root', '/etc', '/opt', '/srv', '/var/www', '/var/lib', '/var/mail', '/mnt', '/media'],
  FilenamePattern:
    '(read.?me|how.?to|help|restore|recover|decrypt|unlock|ransom|instruction|note).*\\.(txt|html?|md|rtf|hta)$',
  decisionThreshold: 0.9,
  priorLogOdds: -6,
  minimumFiles: 2,
  handFiles: 3,
  halfLifeDays: 2,
  updateIntervalMs: 250,
  canaries: [],
  limits: { files: 16_384, processes: 4096, lineages: 4096, groups: 8192, cases: 256 },
};
