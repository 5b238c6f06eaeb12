/** Numbers and captions of OCSF 1.8.0 that a Detection Finding of ours uses. */
import type { Finding } from '../../incident/index.ts';

export const OCSF_VERSION = '1.8.0';
/** The ATT&CK release that the analytics and their techniques are taken from. */
export const ATTACK_VERSION = '18';

export const CATEGORY = { uid: 2, name: 'Findings' } as const;
export const CLASS = { uid: 2004, name: 'Detection Finding' } as const;

export const ACTIVITY = {
  create: { id: 1, name: 'Create' },
  update: { id: 2, name: 'Update' },
} as const satisfies Record<Finding['activity'], unknown>;

export const SEVERITY = {
  low: { id: 2, name: 'Low' },
  medium: { id: 3, name: 'Medium' },
  high: { id: 4, name: 'High' },
  critical: { id: 5, name: 'Critical' },
} as const satisfies Record<Finding['severity'], unknown>;

export const STATUS_NEW = { id: 1, name: 'New' } as const;
export const ANALYTIC_BEHAVIORAL = { id: 2, name: 'Behavioral' } as const;
/** A host is what it is used for, which the kernel does not tell. */
export const DEVICE_UNKNOWN = { id: 0, name: 'Unknown' } as const;
export const OS_LINUX = { id: 200, name: 'Linux' } as const;
export const FILE_REGULAR = { id: 1, name: 'Regular File' } as const;
export const DIRECTION_OUTBOUND = { id: 2, name: 'Outbound' } as const;
export const ROLE_AFFECTED = { id: 3, name: 'Affected' } as const;
export const IP_VERSION = {
  4: { id: 4, name: 'Internet Protocol version 4 (IPv4)' },
  6: { id: 6, name: 'Internet Protocol version 6 (IPv6)' },
} as const;

/** `type_id` of observables, with their captions. */
export const OBSERVABLE = {
  hostname: { id: 1, name: 'Hostname' },
  ip: { id: 2, name: 'IP Address' },
  userName: { id: 4, name: 'User Name' },
  commandLine: { id: 13, name: 'Command Line' },
  processId: { id: 15, name: 'Process ID' },
  filePath: { id: 45, name: 'File Path' },
} as const;

/** Below 0.4 low, below 0.75 medium, else high: thirds, with the upper one kept for what is sure. */
export function confidence(value: number): { readonly id: number; readonly name: string } {
  if (value < 0.4) return { id: 1, name: 'Low' };
  return value < 0.75 ? { id: 2, name: 'Medium' } : { id: 3, name: 'High' };
}

/** 0 to 100. */
export function score(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 100);
}

/** OCSF times are whole milliseconds since the epoch. */
export function timestamp(time: number): number {
  return Math.floor(time);
}
