/** OCSF 1.8.0 Detection Findings. */
export { detectionFinding, ocsfFormat } from './detection-finding.ts';
export { OCSF_VERSION } from './vocabulary.ts';
