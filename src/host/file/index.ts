/** Files in flight: identities, paths, and how they move. */
export { FileTable } from './file-table.ts';
