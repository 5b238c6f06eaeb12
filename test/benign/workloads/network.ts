/** Network clients with local servers: encrypted sessions that belong on every host. */
import { databaseWork } from '../network/database.ts';
import { localSocketWork } from '../network/local-socket.ts';
import { ownPrograms } from '../network/own-program.ts';
import { scriptWork } from '../network/script.ts';
import { secureShellWork } from '../network/secure-shell.ts';
import { serviceWork } from '../network/service.ts';
import { webWork } from '../network/web.ts';
import type { Workload } from '../workload.ts';

export const network: readonly Workload[] = [
  ...webWork,
  ...scriptWork,
  ...ownPrograms,
  ...secureShellWork,
  ...serviceWork,
  ...databaseWork,
  ...localSocketWork,
];
