/** Pivots into a finding: the values an analyst searches for elsewhere, each with the path of its attribute. */
import { isIP } from 'node:net';
import type { Finding } from '../../incident/index.ts';
import { EVIDENCE_LIMITS } from './evidence.ts';
import { commandLine } from './process.ts';
import { OBSERVABLE } from './vocabulary.ts';

/** Affected paths that are observables. */
const PATHS = 10;

/** @param evidences as they stand in the event: observables point into them. */
export function observables(finding: Finding, evidences: readonly object[]): readonly object[] {
  const { actor, host, login } = finding;
  const found = [
    observable(OBSERVABLE.hostname, 'device.hostname', host.name === '' ? undefined : host.name),
    observable(OBSERVABLE.userName, 'actor.user.name', login.loginUser ?? actor.user),
    observable(OBSERVABLE.processId, 'actor.process.pid', String(actor.pid)),
    observable(OBSERVABLE.commandLine, 'actor.process.cmd_line', commandLine(actor.argv)),
    observable(OBSERVABLE.filePath, 'actor.process.file.path', actor.path === '' ? undefined : actor.path),
  ];
  let paths = 0;
  for (const [index, evidence] of evidences.entries()) {
    const { dst_endpoint, src_endpoint, connection_info, file } = evidence as Evidence;
    const remote = dst_endpoint ?? (connection_info === undefined ? src_endpoint : undefined);
    const side = dst_endpoint === undefined ? 'src_endpoint' : 'dst_endpoint';
    if (remote?.ip !== undefined && isIP(remote.ip) !== 0) {
      found.push(observable(OBSERVABLE.ip, `evidences[${index}].${side}.ip`, remote.ip));
    }
    if (file !== undefined && paths < PATHS) {
      paths += 1;
      found.push(observable(OBSERVABLE.filePath, `evidences[${index}].file.path`, file.path));
    }
  }
  const limit = 5 + PATHS + EVIDENCE_LIMITS.sessions + 1;
  return found.filter((entry) => entry !== undefined).slice(0, limit);
}

interface Evidence {
  readonly src_endpoint?: { readonly ip?: string };
  readonly dst_endpoint?: { readonly ip?: string };
  readonly connection_info?: object;
  readonly file?: { readonly path: string };
}

function observable(
  type: { readonly id: number; readonly name: string },
  name: string,
  value: string | undefined,
): object | undefined {
  return value === undefined ? undefined : { type_id: type.id, type: type.name, name, value };
}
