/** The coloured mark at the head of whatever is told of a finding. */
import type { Finding } from '../../incident/index.ts';
import type { Hue, Paint } from '../paint.ts';

const HUES: Readonly<Record<Finding['severity'], Hue>> = {
  low: 'cyan',
  medium: 'yellow',
  high: 'red',
  critical: 'red',
};

export function severityHue(severity: Finding['severity']): Hue {
  return HUES[severity];
}

/** `■ CRITICAL > 99 %`; with the severity it had before: `■ HIGH → CRITICAL > 99 %`. */
export function badgeText({ severity, confidence }: Finding, before: Finding['severity'] = severity): string {
  const percent = confidence > 0.99 ? '> 99' : String(Math.round(confidence * 100));
  const risen = before === severity ? '' : `${before.toUpperCase()} → `;
  return `■ ${risen}${severity.toUpperCase()} ${percent} %`;
}

export function badge(finding: Finding, paint: Paint, before?: Finding['severity']): string {
  return paint(HUES[finding.severity], badgeText(finding, before));
}
