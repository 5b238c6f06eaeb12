/** What the host looks like now: processes and jobs, logins, containers, packages, files in flight. */
export { AnswerJournal, type Answers, hostAnswers, noAnswers, recordedAnswers } from './answers.ts';
export { type FileReader, hostFiles } from './file-reader.ts';
export { Host, type HostOptions } from './host.ts';
export type { ImageHash, ImageHashOptions } from './image-hash.ts';
export type { HostLimits } from './limits.ts';
export {
  type HostOwnershipOptions,
  hostOwnership,
  type ImageQuestion,
  noOwnership,
  type OwnershipProvider,
} from './ownership/index.ts';
export { flows, joins } from './process/index.ts';
export { type Code, codeOf, type Family, familyOf, inPackagedPlace } from './program/index.ts';
export { noUserNames, type UserNames } from './users.ts';
export type { Container, FileChange, HostView, KnownFile, LineageId, Login, Ownership, Process } from './view.ts';
