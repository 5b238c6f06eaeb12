/** Every workload of the benign suite. */
import type { Workload } from './workload.ts';
import { archive } from './workloads/archive.ts';
import { backup } from './workloads/backup.ts';
import { build } from './workloads/build.ts';
import { byHand } from './workloads/by-hand.ts';
import { compress } from './workloads/compress.ts';
import { database } from './workloads/database.ts';
import { disks } from './workloads/disks.ts';
import { gitWork } from './workloads/git.ts';
import { logWork } from './workloads/logs.ts';
import { movingWork } from './workloads/moving.ts';
import { network } from './workloads/network.ts';
import { office } from './workloads/office.ts';
import { packaging } from './workloads/packaging.ts';
import { pictures } from './workloads/pictures.ts';
import { secrets } from './workloads/secrets.ts';
import { text } from './workloads/text.ts';
import { vault } from './workloads/vault.ts';

export const CATALOGUE: readonly Workload[] = [
  ...archive,
  ...backup,
  ...build,
  ...byHand,
  ...compress,
  ...database,
  ...disks,
  ...gitWork,
  ...logWork,
  ...movingWork,
  ...network,
  ...office,
  ...packaging,
  ...pictures,
  ...secrets,
  ...text,
  ...vault,
];
