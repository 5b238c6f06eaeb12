/** Files in flight: identities, paths, and how they move. */
export { type FileChange, FileTable } from './file-table.ts';
