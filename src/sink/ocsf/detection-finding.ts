/** A finding as an OCSF 1.8.0 Detection Finding (class 2004). */
import type { Finding } from '../../incident/index.ts';
import { attack } from './attack.ts';
import { affectedResources, evidences } from './evidence.ts';
import { observables } from './observables.ts';
import { actorUser, fullProcess, session } from './process.ts';
import {
  ACTIVITY,
  ANALYTIC_BEHAVIORAL,
  CATEGORY,
  CLASS,
  confidence,
  DEVICE_UNKNOWN,
  OCSF_VERSION,
  OS_LINUX,
  SEVERITY,
  STATUS_NEW,
  score,
  timestamp,
} from './vocabulary.ts';

/** Every finding gets the next `metadata.sequence`, from 1. @param version of Cipherwatch */
export function ocsfFormat(version: string): (finding: Finding) => object {
  let sequence = 0;
  return (finding) => {
    sequence += 1;
    return detectionFinding(finding, version, sequence);
  };
}

/** Deterministic: a replay gives the same event. */
export function detectionFinding(finding: Finding, version: string, sequence: number): object {
  const activity = ACTIVITY[finding.activity];
  const severity = SEVERITY[finding.severity];
  const sure = confidence(finding.confidence);
  const evidence = evidences(finding);
  const resources = affectedResources(finding);
  return {
    time: timestamp(finding.time),
    class_uid: CLASS.uid,
    class_name: CLASS.name,
    category_uid: CATEGORY.uid,
    category_name: CATEGORY.name,
    activity_id: activity.id,
    activity_name: activity.name,
    type_uid: CLASS.uid * 100 + activity.id,
    type_name: `${CLASS.name}: ${activity.name}`,
    severity_id: severity.id,
    severity: severity.name,
    confidence_id: sure.id,
    confidence: sure.name,
    confidence_score: score(finding.confidence),
    status_id: STATUS_NEW.id,
    status: STATUS_NEW.name,
    is_alert: true,
    message: finding.title,
    start_time: timestamp(finding.firstSeen),
    end_time: timestamp(finding.time),
    metadata: metadata(finding, version, sequence),
    finding_info: findingInfo(finding, version),
    device: device(finding.host),
    actor: { process: fullProcess(finding.actor, finding), user: actorUser(finding), session: session(finding.login) },
    evidences: evidence,
    ...(resources.length === 0 ? {} : { resources }),
    observables: observables(finding, evidence),
    unmapped: unmapped(finding),
  };
}

function metadata(finding: Finding, version: string, sequence: number): object {
  return {
    version: OCSF_VERSION,
    product: { name: 'Cipherwatch', vendor_name: 'Cipherwatch', uid: 'cipherwatch', version },
    uid: `${finding.uid}.${finding.revision}`,
    correlation_uid: finding.uid,
    sequence,
    profiles: finding.container === undefined ? ['host'] : ['host', 'container'],
  };
}

function findingInfo(finding: Finding, version: string): object {
  return {
    uid: finding.uid,
    title: finding.title,
    desc: description(finding),
    types: [finding.analytic.name],
    analytic: {
      uid: finding.analytic.uid,
      name: finding.analytic.name,
      type_id: ANALYTIC_BEHAVIORAL.id,
      type: ANALYTIC_BEHAVIORAL.name,
      category: finding.analytic.detectionStrategy,
      version,
    },
    attacks: [attack(finding.analytic)],
    created_time: timestamp(finding.createdAt),
    modified_time: timestamp(finding.time),
    first_seen_time: timestamp(finding.firstSeen),
    last_seen_time: timestamp(finding.time),
    related_events_count: Object.values(finding.events).reduce((sum, count) => sum + count, 0),
  };
}

/** The legs that were seen, with their reasons; then what could not be observed. */
function description(finding: Finding): string {
  const seen = finding.legs.filter(({ state }) => state === 'seen');
  const lines = seen.map(({ leg, reasons }) => `${leg}: ${reasons.join('; ')}`);
  if (finding.blind.length > 0) lines.push(`Not observed: ${finding.blind.join('; ')}`);
  return lines.join('\n');
}

function device(host: Finding['host']): object {
  const name = host.name === '' ? 'unknown' : host.name;
  return {
    name,
    hostname: name,
    type_id: DEVICE_UNKNOWN.id,
    type: DEVICE_UNKNOWN.name,
    ...(host.bootId === '' ? {} : { boot_uid: host.bootId }),
    os: {
      name: OS_LINUX.name,
      type_id: OS_LINUX.id,
      type: OS_LINUX.name,
      ...(host.kernel === '' ? {} : { kernel_release: host.kernel }),
    },
  };
}

/** What OCSF has no attribute for: how each leg judged, what was not observed, totals. */
function unmapped(finding: Finding): object {
  const { affected } = finding;
  return {
    revision: finding.revision,
    group: finding.group,
    legs: finding.legs,
    not_observed: finding.blind,
    events: finding.events,
    login: { interactive: finding.login.interactive, effective_user: finding.login.user },
    ...(affected === undefined
      ? {}
      : {
          affected: {
            total: affected.total,
            bytes: affected.bytes,
            overwritten: affected.overwritten,
            removed: affected.removed,
            replaced: affected.replaced,
            truncated: affected.truncated,
            directories: affected.directories,
          },
        }),
  };
}
