/** Holds something until it is told to end: the store of a directory (`store`), or a write lock on its database (`lock`). */
import { DatabaseSync } from 'node:sqlite';
import { databasePath } from '../connection.ts';
import { openStore } from '../index.ts';

const [directory = '', what = ''] = process.argv.slice(2);
const store = what === 'store' ? openStore(directory) : undefined;
store?.beginRun({ startedAt: Date.now(), version: '0.1.0', mode: 'observe' });
store?.flush();
const database = store === undefined ? new DatabaseSync(databasePath(directory)) : undefined;
database?.exec('BEGIN EXCLUSIVE');
process.stdout.write('held\n');
process.stdin.once('data', () => {
  store?.close();
  database?.exec('ROLLBACK');
  database?.close();
  process.exit(0);
});
