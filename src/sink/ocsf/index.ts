/** OCSF 1.8.0 Detection Findings. */
export { detectionFinding, ocsfFormat } from './detection-finding.ts';
