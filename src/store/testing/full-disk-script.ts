/** Runs on a small disk: opens or uses a store while the disk is full, makes room, and prints what came of it. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFinding, makeSummary } from '../../incident/testing/make-finding.ts';
import { openStore } from '../index.ts';
import { fill } from './fill.ts';

const [disk = '', when = ''] = process.argv.slice(2);
const directory = join(disk, 'state');
const filler = join(disk, 'filler');
mkdirSync(directory);
if (when === 'before') fill(filler);
const store = openStore(directory, { flushAfterMs: 60_000 });
if (when === 'after') {
  store.saveFinding(makeFinding({ uid: 'before' }), makeSummary({ uid: 'before' }));
  store.flush();
  fill(filler);
}
for (let i = 0; i < 40; i += 1) store.saveFinding(makeFinding({ uid: `full ${i}` }), makeSummary({ uid: `full ${i}` }));
const written = store.flush();
const during = store.faults();
rmSync(filler);
const later = store.flush();
const uids = store.findings({ limit: 1_000 }).map(({ uid }) => uid);
store.close();
process.stdout.write(JSON.stringify({ written, during, later, after: store.faults(), uids }));
