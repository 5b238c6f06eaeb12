/**
 * The part of OCSF 1.8.0 that our findings use, written down by hand: what must be there and which
 * numbers may stand where. Runs everywhere, also without the schema's own files.
 */
type Json = Record<string, unknown>;

/** Required at the top, and the path of everything else that we promise. */
const REQUIRED = [
  'activity_id',
  'category_uid',
  'class_uid',
  'finding_info.uid',
  'finding_info.title',
  'finding_info.analytic.uid',
  'finding_info.analytic.type_id',
  'finding_info.attacks.0.technique.uid',
  'finding_info.attacks.0.tactic.uid',
  'metadata.version',
  'metadata.uid',
  'metadata.sequence',
  'metadata.product.name',
  'severity_id',
  'time',
  'type_uid',
  'device.hostname',
  'device.type_id',
  'device.os.type_id',
  'device.os.name',
  'actor.process.pid',
  'actor.user.name',
  'evidences.0.process.pid',
];

const ALLOWED: Readonly<Record<string, readonly unknown[]>> = {
  activity_id: [1, 2],
  category_uid: [2],
  class_uid: [2004],
  type_uid: [200_401, 200_402],
  severity_id: [2, 3, 4, 5],
  confidence_id: [1, 2, 3],
  status_id: [1],
  is_alert: [true],
  'metadata.version': ['1.8.0'],
  'finding_info.analytic.uid': ['AN0401', 'AN0603'],
  'finding_info.analytic.type_id': [2],
  'device.os.type_id': [200],
};

const WHOLE_TIMES = [
  'time',
  'start_time',
  'end_time',
  'finding_info.created_time',
  'finding_info.modified_time',
  'finding_info.first_seen_time',
  'finding_info.last_seen_time',
];

/** What is wrong, in words; empty when all is well. */
export function misshapen(event: object): readonly string[] {
  const found: string[] = [];
  for (const path of REQUIRED) if (at(event, path) === undefined) found.push(`${path} is missing`);
  for (const [path, values] of Object.entries(ALLOWED)) {
    if (!values.includes(at(event, path))) found.push(`${path} is ${String(at(event, path))}`);
  }
  for (const path of WHOLE_TIMES) if (!Number.isSafeInteger(at(event, path))) found.push(`${path} is no time`);
  const score = at(event, 'confidence_score');
  if (!Number.isInteger(score) || Number(score) < 0 || Number(score) > 100)
    found.push('confidence_score is not in 0…100');
  return found;
}

function at(event: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, step) => (value as Json | undefined)?.[step], event);
}
