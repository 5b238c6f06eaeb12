/**
 * Every setting there is: kind, default and meaning. The type of the settings, the JSON Schema, the
 * environment variables and what `config show` prints all follow from this table.
 */
import { fileURLToPath } from 'node:url';
import { an0401Defaults } from '../analytics/an0401/settings.ts';
import { defaultAn0603Settings } from '../analytics/an0603/settings.ts';
import { DEFAULT_RETENTION } from '../store/retention.ts';
import { choice, duration, integer, type Kind, list, number, pattern, text } from './kind.ts';

export interface Setting<T> {
  readonly kind: Kind<T>;
  readonly fallback: T;
  readonly about: string;
}

function setting<T>(kind: Kind<T>, fallback: NoInfer<T>, about: string): Setting<T> {
  return { kind, fallback, about };
}

const MINUTE = 60_000;
const DAY = 86_400_000;

export const table = {
  state: setting(text('a directory'), '/var/lib/cipherwatch', 'Directory that holds the store of findings.'),
  user: setting(
    text('a user name'),
    'auto',
    'Unprivileged user that the engine runs as; auto is cipherwatch where that user exists, else nobody. root keeps all privileges.',
  ),
  sensor: setting(
    text('a file'),
    fileURLToPath(new URL('../../build/cipherwatch-sensor', import.meta.url)),
    'The sensor program.',
  ),
  respond: setting(
    choice('observe', 'contain'),
    'observe',
    'observe only tells; contain also stops what is found (not built yet).',
  ),
  output: setting(
    text('a file, - or auto'),
    'auto',
    'Where findings are written as NDJSON: a file, - for standard output, auto for cards on a terminal and standard output otherwise.',
  ),
  format: setting(choice('ocsf', 'native'), 'ocsf', 'Form of a finding in NDJSON: OCSF 1.8.0 or native.'),
  retention: {
    age: setting(
      duration(MINUTE, 3650 * DAY),
      DEFAULT_RETENTION.maxAgeMs,
      'How long the store keeps a finding after its last update.',
    ),
    mebibytes: setting(
      integer(1, 1_000_000),
      DEFAULT_RETENTION.maxBytes / 1_048_576,
      'Size of the store above which the oldest findings go, in MiB.',
    ),
  },
  an0401: {
    TrustedCryptoLibs: setting(
      list(),
      an0401Defaults.TrustedCryptoLibs,
      'ATT&CK AN0401: crypto libraries whose use is expected here (absolute paths or file names).',
    ),
    AllowedCryptoProcesses: setting(
      list(),
      an0401Defaults.AllowedCryptoProcesses,
      'Sibling analytics: images whose encrypted sessions are expected here (absolute paths).',
    ),
    TrafficAsymmetryRatio: setting(
      number(1, 1_000_000),
      an0401Defaults.TrafficAsymmetryRatio,
      'ATT&CK AN0401: bytes out over bytes in from which a session counts as an upload.',
    ),
    EntropyThreshold: setting(
      number(0, 8),
      an0401Defaults.EntropyThreshold,
      'Sibling analytics: corrected Shannon entropy in bits per byte from which a long payload counts as random.',
    ),
    TimeWindow: setting(
      duration(1000, DAY),
      an0401Defaults.TimeWindow,
      'Sibling analytics: time between the crypto evidence and an outbound session, either way.',
    ),
  },
  an0603: {
    FilenamePattern: setting(
      pattern(),
      defaultAn0603Settings.FilenamePattern,
      'ATT&CK AN0603: regular expression over the names of notes, case ignored. Raises the weight, is never needed.',
    ),
    SyscallBurstRate: setting(
      number(0.001, 1_000_000),
      defaultAn0603Settings.SyscallBurstRate,
      'ATT&CK AN0603: file operations (writes to files, unlinks, renames, creations) per second of one job that count as a burst.',
    ),
    DirectoryTargeted: setting(
      list(),
      defaultAn0603Settings.DirectoryTargeted,
      'ATT&CK AN0603: absolute directories whose files weigh more. Raises the weight, is never needed.',
    ),
    canaries: setting(list(), defaultAn0603Settings.canaries, 'Absolute paths of planted canary files.'),
    decisionThreshold: setting(
      number(0.5, 0.9999),
      defaultAn0603Settings.decisionThreshold,
      'Confidence from which a case is told.',
    ),
    minimumFiles: setting(
      integer(1, 1000),
      defaultAn0603Settings.minimumFiles,
      'Destroyed files before anything is told, whatever the confidence.',
    ),
    handFiles: setting(
      integer(0, 1000),
      defaultAn0603Settings.handFiles,
      'Files that people encrypt and remove by hand with a known tool; up to here it speaks against an attack.',
    ),
    halfLifeDays: setting(
      number(0.01, 365),
      defaultAn0603Settings.halfLifeDays,
      'Days after which a destroyed file weighs half.',
    ),
  },
} as const;

type Values<Node> = Node extends Setting<infer T> ? T : { readonly [Key in keyof Node]: Values<Node[Key]> };

/** All settings with their values. */
export type Settings = Values<typeof table>;

/** A setting under its dotted name. */
export interface NamedSetting {
  readonly name: string;
  readonly path: readonly string[];
  /** Name of its environment variable. */
  readonly variable: string;
  readonly setting: Setting<unknown>;
}

function isSetting(node: object): node is Setting<unknown> {
  return 'kind' in node && 'fallback' in node;
}

/** `an0401.TrustedCryptoLibs` is `CIPHERWATCH_AN0401_TRUSTED_CRYPTO_LIBS`. */
function variableOf(path: readonly string[]): string {
  const words = path.map((part) => part.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase());
  return `CIPHERWATCH_${words.join('_')}`;
}

function flatten(node: object, path: readonly string[]): readonly NamedSetting[] {
  if (isSetting(node)) return [{ name: path.join('.'), path, variable: variableOf(path), setting: node }];
  return Object.entries(node).flatMap(([key, inner]) => flatten(inner, [...path, key]));
}

/** Every setting, in the table's order. */
export const namedSettings: readonly NamedSetting[] = flatten(table, []);
